import type { ComponentChildren } from 'preact';
import { theme } from '../../theme/theme';
import { keysText, labelOf } from '../../ui/action';
import { Icon } from '../../ui/Icon';
import { modelFileId, openModel, switchTheme } from './actions';
import './header.css';

const wordmark = 'Hourglass';

function Wordmark() {
  return (
    <h1 class="wordmark" aria-label={wordmark}>
      <svg class="logo" viewBox="0 0 24 32" aria-hidden="true">
        <path class="logo-glass" d="M2 2h20L13.5 16 22 30H2l8.5-14z" />
        <path class="logo-sand" d="M5 30h14l-7-9z" />
      </svg>
      <span class="wordmark-letters" aria-hidden="true">
        {[...wordmark].map((letter, index) => (
          <span key={index}>{letter}</span>
        ))}
      </span>
    </h1>
  );
}

interface OpenProps {
  open: (files: Iterable<File>) => Promise<void>;
}

function OpenButton({ open }: OpenProps) {
  const openChosen = async (event: Event) => {
    const field = event.currentTarget as HTMLInputElement;
    await open([...(field.files ?? [])]);
    field.value = '';
  };
  return (
    <>
      <input
        id={modelFileId}
        class="visually-hidden"
        type="file"
        accept=".safetensors"
        multiple
        tabIndex={-1}
        aria-label="Model file"
        onChange={(event) => void openChosen(event)}
      />
      <button
        type="button"
        class="button"
        title={`${labelOf(openModel)} (press ${keysText(openModel)}), or drop one on the page`}
        onClick={() => openModel.run()}
      >
        <Icon name="open" />
        <span>
          Open<span class="wide-only"> model</span>
        </span>
      </button>
    </>
  );
}

/** `children` are further buttons. */
export function Header({ open, children }: OpenProps & { children: ComponentChildren }) {
  const dark = theme.value === 'dark';
  return (
    <header class="header">
      <Wordmark />
      <p class="tagline">Draw a digit. Watch neural networks compress it to a few numbers and rebuild it.</p>
      <div class="header-actions">
        {children}
        <OpenButton open={open} />
        <button
          type="button"
          class="icon-button"
          aria-label={dark ? 'Switch to the light theme' : 'Switch to the dark theme'}
          title={`${dark ? 'Light' : 'Dark'} theme (${keysText(switchTheme)})`}
          onClick={() => switchTheme.run()}
        >
          <Icon name={dark ? 'sun' : 'moon'} />
        </button>
      </div>
    </header>
  );
}
