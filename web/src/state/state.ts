// The state that several parts of the page share, as one object of signals: features show it, and the modules
// next to this file change it. State that only one module needs stays in that module. address.ts copies the part
// that is worth sharing to the address.

import { computed, type Signal, signal } from '@preact/signals';
import type {
  ErrorPoint,
  FineTunePhase,
  LossPoint,
  ModelSummary,
  ModuleFacts,
  Reconstruction,
  TrainingRecipe,
} from '../engine/protocol';
import { t } from '../language/t';
import type { Mark } from './marks';

export type NoiseKind = 'none' | 'gaussian' | 'masking' | 'salt-pepper';
export type Tool = 'pen' | 'eraser';
/** The shipped MNIST sample or the larger one, alone or mixed half and half with the visitor's drawings. */
export type TrainingImages = 'sample' | 'more' | 'drawings' | 'both';
/** Noise in training: as in the model's own recipe, none, or as set in the noise panel. */
export type TrainingNoise = 'recipe' | 'none' | 'panel';
/** The loss in training: that of the model's own recipe, mean squared error, or cross-entropy. */
export type TrainingLoss = 'recipe' | 'mse' | 'bce';

export type ModelOrigin =
  | { kind: 'shipped' }
  | { kind: 'fresh'; seed: number }
  | { kind: 'fitted'; images: number }
  | { kind: 'file'; file: string };

/** The error on the measured test digits before a model was first trained here, and now. */
export interface MeasuredErrors {
  before: number;
  now: number;
}

export interface ModelCard {
  readonly id: string;
  readonly title: string;
  readonly blurb: string;
  readonly origin: ModelOrigin;
  /** Whether its file holds a run that can go on: the optimiser's state, too. */
  readonly holdsRun: boolean;
  /** Whether it is shown among the models that rebuild the drawing, or only in "Look inside". */
  readonly isShown: Signal<boolean>;
  readonly summary: Signal<ModelSummary | null>;
  readonly result: Signal<Reconstruction | null>;
  /** How many milliseconds the last reconstructions took, oldest first. */
  readonly durations: Signal<readonly number[]>;
  readonly error: Signal<string | null>;
  /** A counter that grows whenever training has changed the weights. */
  readonly weights: Signal<number>;
  readonly tuned: Signal<boolean>;
  /** The run that led to the weights, if it is known. */
  readonly run: Signal<string | null>;
  readonly measured: Signal<MeasuredErrors | null>;
}

export interface Drawing {
  id: string;
  /** Milliseconds since 1970. */
  keptAt: number;
  /** The digit that it shows, or null if the visitor has not said. */
  label: number | null;
  pixels: Float32Array;
}

/** A change of one setting during a run: `text` is the new value, in effect after `step` steps. */
export interface RunChange {
  step: number;
  setting: string;
  text: string;
}

/** A training run, as the plots show it. */
export interface TuningRun {
  /** The run's number, which is also its name. */
  readonly number: number;
  /** The network and the settings at the start. */
  readonly about: string;
  /** The settings that the worker has. */
  readonly recipe: Signal<TrainingRecipe>;
  /** The index of its colour and line style among those of the plots. */
  readonly style: number;
  readonly isShown: Signal<boolean>;
  readonly points: Signal<LossPoint[]>;
  readonly errors: Signal<ErrorPoint[]>;
  readonly changes: Signal<RunChange[]>;
  /** Whether its first losses are those of the command line. */
  readonly isReproduced: Signal<boolean>;
}

export interface Offer {
  label: string;
  accept: () => void;
}

export interface Message {
  id: number;
  kind: 'error' | 'note';
  text: string;
  /** An action that the visitor can take. */
  offer?: Offer;
}

/** The run that can go on. */
const currentRun = signal<TuningRun | null>(null);

export const state = {
  engineReady: signal(false),
  /** The module that the main engine runs. */
  module: signal<ModuleFacts | null>(null),
  /** How many threads the page would have after a reload; 1 if a reload would not add any. */
  threadsAfterReload: signal(1),
  messages: signal<Message[]>([]),

  pad: {
    marks: signal<Mark[]>([]),
    undone: signal<Mark[]>([]),
    /** How many marks at the start cannot be undone: the page's first digit, or steps that are too old. */
    fixed: signal(0),
    /** Whether a dot far from the rest of the drawing is withheld from the networks. */
    leavesOutStrays: signal(false),
    tool: signal<Tool>('pen'),
    /** A counter that grows with every change of the ink, even in the middle of a stroke. */
    version: signal(0),
  },
  galleryCount: signal(0),

  noise: {
    kind: signal<NoiseKind>('none'),
    level: signal(0.5),
    seed: signal(1),
  },

  /** Whether the pictures match the current ink, noise and weights. */
  look: signal<'pending' | 'shown'>('pending'),
  seen: signal<Float32Array | null>(null),
  noisy: signal<Float32Array | null>(null),
  /** Why the core could not use the drawing, in its own words. */
  inputNotice: signal<string | null>(null),
  models: signal<ModelCard[]>([]),
  /** The model whose card is open. */
  cardShown: signal<ModelCard | null>(null),
  /** The median time from a pen event to the redrawn pictures over the last moves, in milliseconds. */
  penLatency: signal<number | null>(null),

  drawings: signal<Drawing[]>([]),
  /** The section "Look inside": its model, tab and step, and whether it is in sight. */
  inside: {
    model: signal('deep-30'),
    tab: signal('layers'),
    /** The id of the chapter's step that is shown, or '' for its first. */
    step: signal(''),
    isOpen: signal(false),
    /** Whether the visitor, or the address, has chosen a model, a tab or a step. */
    wasChosen: signal(false),
  },
  tuning: {
    model: signal('dense-128-32'),
    images: signal<TrainingImages>('sample'),
    noise: signal<TrainingNoise>('recipe'),
    learningRate: signal<number | 'automatic'>('automatic'),
    batch: signal(32),
    loss: signal<TrainingLoss>('recipe'),
    /** λ, the weight of the L1 penalty on the code. */
    sparsity: signal<number | 'recipe'>('recipe'),
    steps: signal(1000),
    phase: signal<FineTunePhase | 'idle' | 'starting'>('idle'),
    /** The runs that the plots show, oldest first. */
    runs: signal<TuningRun[]>([]),
    run: currentRun,
    points: computed(() => currentRun.value?.points.value ?? []),
    errors: computed(() => currentRun.value?.errors.value ?? []),
    step: signal(0),
    lastStep: signal(0),
    epoch: signal(0),
    stepsPerSecond: signal(0),
  },
};

export const noiseText = computed(() => {
  const { kind, level } = state.noise;
  return kind.value === 'none' ? 'none' : `${kind.value}:${level.value.toFixed(2)}`;
});

export const shownModels = computed(() => state.models.value.filter((card) => card.isShown.value));

/** Says in a few words where a model's weights come from. */
export function originText({ id, origin, summary }: ModelCard): string {
  if (origin.kind === 'file') return origin.file;
  if (origin.kind === 'fresh') return t`random weights, seed ${origin.seed}`;
  const name = summary.value?.name ?? id;
  return origin.kind === 'fitted' ? t`${name}, fitted to ${origin.images} digits` : name;
}

export function modelCard(id: string): ModelCard | undefined {
  return state.models.value.find((card) => card.id === id);
}
