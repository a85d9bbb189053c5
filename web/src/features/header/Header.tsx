import type { ComponentChildren } from 'preact';
import { languageNames, languages } from '../../language/languageChoice';
import { language, t } from '../../language/t';
import { theme } from '../../theme/theme';
import { keysText, labelOf } from '../../ui/action';
import { Icon } from '../../ui/Icon';
import { modelFileId, openModel, switchLanguage, switchTheme } from './actions';
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
        hidden
        type="file"
        accept=".safetensors"
        multiple
        aria-label={t`Model file`}
        onChange={(event) => void openChosen(event)}
      />
      <button
        type="button"
        class="button"
        aria-label={t`Open model`}
        title={t`${labelOf(openModel)} (press ${keysText(openModel)}), or drop one on the page`}
        onClick={() => openModel.run()}
      >
        <Icon name="open" />
        <span class="wide-only">{t`Open model`}</span>
        <span class="narrow-only">{t`Open`}</span>
      </button>
    </>
  );
}

/** Buttons for the other languages, each in its own language; small windows show its code, so the name has both. */
function LanguageButtons() {
  return languages
    .filter((one) => one !== language)
    .map((one) => (
      <button
        key={one}
        type="button"
        class="icon-button language"
        lang={one}
        aria-label={`${one.toUpperCase()}: ${languageNames[one]}`}
        title={languageNames[one]}
        onClick={() => switchLanguage(one)}
      >
        <span class="wide-only">{languageNames[one]}</span>
        <span class="narrow-only">{one}</span>
      </button>
    ));
}

/** `children` are further buttons. */
export function Header({ open, children }: OpenProps & { children: ComponentChildren }) {
  const dark = theme.value === 'dark';
  return (
    <header class="header">
      <Wordmark />
      <p class="tagline">{t`Draw a digit. Watch neural networks compress it to a few numbers and rebuild it.`}</p>
      <div class="header-actions">
        {children}
        <OpenButton open={open} />
        <LanguageButtons />
        <button
          type="button"
          class="icon-button"
          aria-label={dark ? t`Switch to the light theme` : t`Switch to the dark theme`}
          title={`${dark ? t`Light theme` : t`Dark theme`} (${keysText(switchTheme)})`}
          onClick={() => switchTheme.run()}
        >
          <Icon name={dark ? 'sun' : 'moon'} />
        </button>
      </div>
    </header>
  );
}
