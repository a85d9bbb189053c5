import code from 'virtual:layer-code';
import type { ComponentChildren } from 'preact';
import { t } from '../../../language/t';

/** A symbol with indices. */
function At({ of, by }: { of: string; by: string }) {
  return (
    <msub>
      <mi>{of}</mi>
      <mi>{by}</mi>
    </msub>
  );
}

function SumOver({ of }: { of: string }) {
  return (
    <munder>
      <mo>∑</mo>
      <mi>{of}</mi>
    </munder>
  );
}

const Equals = () => <mo>=</mo>;

interface Explanation {
  sentence: string;
  formula: ComponentChildren;
}

const weighted = (
  <>
    <At of="y" by="o" />
    <Equals />
    <At of="b" by="o" />
    <mo>+</mo>
    <SumOver of="i" />
    <At of="w" by="o,i" />
    <mo>·</mo>
    <At of="x" by="i" />
  </>
);

const convolved = (
  <>
    <At of="y" by="o,r,c" />
    <Equals />
    <At of="b" by="o" />
    <mo>+</mo>
    <SumOver of="i,u,v" />
    <At of="w" by="o,i,u,v" />
    <mo>·</mo>
    <At of="x" by="i, sr+u−p, sc+v−p" />
  </>
);

const stamped = (
  <>
    <At of="y" by="o, sr+u−p, sc+v−p" />
    <Equals />
    <At of="b" by="o" />
    <mo>+</mo>
    <SumOver of="i,r,c,u,v" />
    <At of="w" by="i,o,u,v" />
    <mo>·</mo>
    <At of="x" by="i,r,c" />
  </>
);

const largest = (
  <>
    <At of="y" by="i,r,c" />
    <Equals />
    <munder>
      <mo>max</mo>
      <mi>u,v</mi>
    </munder>
    <At of="x" by="i, kr+u, kc+v" />
  </>
);

const putBack = (
  <>
    <At of="y" by="i, kr+u, kc+v" />
    <Equals />
    <At of="x" by="i,r,c" />
    <mtext>{t` where the maximum was, else `}</mtext>
    <mn>0</mn>
  </>
);

const repeated = (
  <>
    <At of="y" by="i, kr+u, kc+v" />
    <Equals />
    <At of="x" by="i,r,c" />
  </>
);

const cut = (
  <>
    <mi>y</mi>
    <Equals />
    <mtext>max(0, </mtext>
    <mi>x</mi>
    <mtext>)</mtext>
  </>
);

const squeezed = (
  <>
    <mi>y</mi>
    <Equals />
    <mfrac>
      <mn>1</mn>
      <mrow>
        <mn>1</mn>
        <mo>+</mo>
        <msup>
          <mi>e</mi>
          <mrow>
            <mo>−</mo>
            <mi>x</mi>
          </mrow>
        </msup>
      </mrow>
    </mfrac>
  </>
);

const explanations: Record<string, Explanation> = {
  dense: { sentence: t`Each output is a weighted sum of all inputs, plus a bias.`, formula: weighted },
  conv2d: {
    sentence: t`Each pixel of an output map is a weighted sum of the input pixels in a small window, plus a bias. The window moves over the picture by the stride s, with a margin of p pixels, and has the same weights everywhere.`,
    formula: convolved,
  },
  conv_transpose2d: {
    sentence: t`Each input pixel adds a small pattern of weights, multiplied by its value, to the output. The patterns lie s pixels apart and may overlap.`,
    formula: stamped,
  },
  max_pool2d: { sentence: t`Each output is the largest input in a window of k × k pixels.`, formula: largest },
  max_unpool2d: {
    sentence: t`Each input goes back to where the maximum of its window was before pooling.`,
    formula: putBack,
  },
  upsample2d: { sentence: t`Each input pixel becomes a square of k × k equal pixels.`, formula: repeated },
  relu: { sentence: t`Every number below zero becomes zero.`, formula: cut },
  sigmoid: { sentence: t`Every number is squeezed into the range from 0 to 1.`, formula: squeezed },
};

/** Shows the formula of a type of layer, and the lines of the core that compute it. */
export default function LayerExplanation({ type }: { type: string }) {
  const { sentence, formula } = explanations[type] ?? {};
  return (
    <div class="layer-explanation">
      <p>{sentence}</p>
      <div class="formula" tabIndex={0} role="group" aria-label={t`Formula`}>
        <math display="block">{formula}</math>
      </div>
      {code[type]?.map(({ file, text }) => (
        <figure key={text}>
          <figcaption>{file}</figcaption>
          <pre tabIndex={0} role="group" aria-label={t`Code in ${file}`}>
            <code>{text}</code>
          </pre>
        </figure>
      ))}
      <p class="inside-note">
        {t`Your browser runs these lines, compiled to WebAssembly, for every picture on this page.`}
      </p>
    </div>
  );
}
