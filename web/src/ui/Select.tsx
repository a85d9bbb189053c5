export interface Choice<T> {
  value: T;
  label: string;
}

interface SelectProps<T> {
  label: string;
  chosen: T;
  choices: readonly Choice<T>[];
  choose: (value: T) => void;
  disabled?: boolean;
  isWide?: boolean | undefined;
  /** What the setting means, as a tooltip. */
  hint?: string | undefined;
}

/** A labelled menu. */
export function Select<T extends string | number>(props: SelectProps<T>) {
  const { label, chosen, choices, choose, disabled = false, isWide, hint } = props;
  const onChange = (text: string) => {
    const choice = choices.find(({ value }) => String(value) === text);
    if (choice) choose(choice.value);
  };
  return (
    <label class={isWide ? 'field field-wide' : 'field'} title={hint}>
      <span>{label}</span>
      <select disabled={disabled} value={String(chosen)} onChange={(event) => onChange(event.currentTarget.value)}>
        {choices.map(({ value, label: text }) => (
          <option key={value} value={String(value)}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
