import { effect, signal, untracked } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { latestOnly } from '../../../engine/latest';
import { t } from '../../../language/t';
import { reasonText } from '../../../state/messages';
import { state } from '../../../state/state';
import { Answered } from '../Answered';
import { CaptionedPicture } from '../CaptionedPicture';
import { type Chapter, chapterOf, chooseTab } from '../tabs';
import { type Answer, answered } from '../useAnswer';
import { codeSteps } from './codeSteps';
import { pictureSteps } from './pictureSteps';
import { squeezeSteps } from './squeezeSteps';
import type { Choice, Finding, Step } from './step';
import './prediction.css';

const steps = [...squeezeSteps, ...codeSteps, ...pictureSteps];

/** The visitor's guesses, by the id of their step. */
const guesses = signal<ReadonlyMap<string, string>>(new Map());

function guess(step: Step, choice: string): void {
  guesses.value = new Map(guesses.value).set(step.id, choice);
  openStep(step);
}

/** Shows a step, and beside it the view and the model that it is about. */
function openStep(step: Step): void {
  chooseTab(step.tab);
  state.inside.step.value = step.id;
  if (step.model) state.inside.model.value = step.model;
}

/** Asks the live models about the digit on the pad from the guess on, again whenever the digit or weights change. */
function useFinding(step: Step, isRunning: boolean): Answer<Finding> {
  const [finding, setFinding] = useState<Answer<Finding>>(null);
  useEffect(() => {
    if (!isRunning) return undefined;
    let wanted = true;
    const refresh = latestOnly(async () => {
      const digit = state.seen.value;
      const outcome =
        digit &&
        (await step.measure(digit).then(
          (value) => ({ value }),
          (reason: unknown) => ({ error: reasonText(reason) }),
        ));
      if (wanted) setFinding(outcome);
    });
    const stop = effect(() => {
      void state.seen.value;
      for (const card of state.models.value) void card.weights.value;
      if (state.inside.isOpen.value) untracked(refresh);
    });
    return () => {
      wanted = false;
      stop();
    };
  }, [isRunning]);
  return isRunning ? finding : null;
}

interface ChoicesProps {
  step: Step;
  guessed: string | undefined;
  outcome: string | undefined;
}

function Choices({ step, guessed, outcome }: ChoicesProps) {
  return (
    <div class="step-choices" role="group" aria-label={t`Your guess`}>
      {step.choices.map(({ id, label }) => (
        <button
          key={id}
          type="button"
          class="step-choice"
          aria-pressed={id === guessed}
          data-outcome={id === outcome}
          onClick={() => guess(step, id)}
        >
          {label}
          {id === guessed && <span class="step-tag">{t`your guess`}</span>}
          {id === outcome && <span class="step-tag step-tag-right">{t`right`}</span>}
        </button>
      ))}
    </div>
  );
}

function verdict(right: Choice | undefined, guessed: string): string {
  if (!right) return '';
  return right.id === guessed ? t`You guessed right.` : t`Not what you guessed.`;
}

function Result({ step, finding, guessed }: { step: Step; finding: Finding; guessed: string }) {
  const right = step.choices.find(({ id }) => id === finding.outcome);
  return (
    <>
      <p class="step-answer">
        <strong>{verdict(right, guessed)}</strong> {finding.answer}
      </p>
      <div class="step-pictures">
        {finding.pictures.map(({ pixels, caption }, index) => (
          <CaptionedPicture key={index} pixels={pixels} label={caption}>
            {caption}
          </CaptionedPicture>
        ))}
      </div>
      <p>{right?.why}</p>
    </>
  );
}

function Card({ step, next, place }: { step: Step; next: Step | null; place: string }) {
  const guessed = guesses.value.get(step.id);
  const digit = state.seen.value;
  const finding = useFinding(step, guessed !== undefined);
  return (
    <section class="step" aria-label={`${t`Predict, then run`} ${place}`} data-step={step.id}>
      <p class="eyebrow">{[t`Predict, then run`, place].filter(Boolean).join(' · ')}</p>
      <h4>{step.question}</h4>
      <Choices step={step} guessed={guessed} outcome={answered(finding)?.outcome} />
      <div class="step-result" role="status">
        {guessed === undefined ? null : digit === null ? (
          <p>{t`Draw a digit, and the answer appears here.`}</p>
        ) : (
          <Answered answer={finding} doing={t`Asking the networks`}>
            {(value) => <Result step={step} finding={value} guessed={guessed} />}
          </Answered>
        )}
      </div>
      {next && (
        <button type="button" class="button step-next" onClick={() => openStep(next)}>
          {guessed === undefined ? t`Skip to the other question` : t`Other question`}
        </button>
      )}
    </section>
  );
}

/** Lets the visitor guess before the live models answer, one question of the chapter at a time. */
export default function Prediction({ chapter }: { chapter: Chapter }) {
  const named = steps.find(({ id }) => id === state.inside.step.value);
  useEffect(() => {
    if (named) state.inside.tab.value = named.tab;
    else state.inside.step.value = '';
  }, []);
  const own = steps.filter(({ tab }) => chapterOf(tab) === chapter);
  const step = own.find((one) => one === named) ?? own.find(({ tab }) => tab === state.inside.tab.value) ?? own[0];
  if (!step) return null;
  const index = own.indexOf(step);
  const next = own.length > 1 ? (own[(index + 1) % own.length] ?? null) : null;
  return <Card key={step.id} step={step} next={next} place={own.length > 1 ? t`${index + 1} of ${own.length}` : ''} />;
}
