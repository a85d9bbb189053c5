// What a "predict, then run" step is: a question about the visitor's own digit, which a live model answers.

export interface Choice {
  /** The outcome that this choice predicts. */
  id: string;
  label: string;
  /** Why the outcome is as it is; shown only if the live model gave this outcome. */
  why: string;
}

export interface Finding {
  /** The id of the choice that turned out to be right. */
  outcome: string;
  /** One sentence with the numbers that the core gave. */
  answer: string;
  pictures: readonly { pixels: Float32Array; caption: string }[];
}

export interface Step {
  /** What the address calls it. */
  id: string;
  /** The view that it opens, which also says to which chapter it belongs. */
  tab: string;
  /** The model that it opens in that view. */
  model?: string;
  question: string;
  choices: readonly Choice[];
  /** Asks the live models about the digit. Throws an error if one of them cannot answer. */
  measure: (digit: Float32Array) => Promise<Finding>;
}
