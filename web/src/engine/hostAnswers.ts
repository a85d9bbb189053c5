// Explains to the visitor why a file of the page cannot be used. When a script, a worker or a module fails,
// browsers seldom report which file is to blame, so a HEAD request asks the host about each one.

/** The content types that browsers insist on, by file extension; other files may have any type. */
const strictTypes: Record<string, { type: RegExp; rule: string }> = {
  js: { type: /javascript|ecmascript/, rule: 'browsers run scripts only as text/javascript' },
  css: { type: /^text\/css/, rule: 'browsers apply style sheets only as text/css' },
};

const refusedByPolicy = new Set<string>();
addEventListener('securitypolicyviolation', (event) => {
  const { effectiveDirective, blockedURI } = event as SecurityPolicyViolationEvent;
  refusedByPolicy.add(blockedURI === 'wasm-eval' ? "script-src 'wasm-unsafe-eval'" : effectiveDirective);
});

/** Says what the Content-Security-Policy has blocked so far, or returns null. */
export function policyProblem(): string | null {
  if (refusedByPolicy.size === 0) return null;
  const directives = [...refusedByPolicy].join(', ');
  return `The Content-Security-Policy of this page's host forbids what Hourglass needs: ${directives}.`;
}

const fileName = (address: string): string => address.replace(/[?#].*/, '').replace(/.*\//, '');

export const missingText = (address: string): string => `${fileName(address)} is missing on the host of this page.`;

/** Some hosts answer requests for missing files with index.html. */
const isMissing = (answer: Response): boolean =>
  [404, 410].includes(answer.status) || /^text\/html/.test(answer.headers.get('content-type') ?? '');

/** Sends a request that goes to the host itself: neither a cache nor the service worker answers it. */
async function askHost(address: string): Promise<Response | null> {
  try {
    return await fetch(address, { method: 'HEAD', cache: 'no-store' });
  } catch {
    return null;
  }
}

/** The first script of the page or of this worker. Its name changes with every version. */
function entryScript(): string {
  const { document: page } = globalThis as { document?: { querySelector(selector: string): { src: string } | null } };
  return page?.querySelector('script[type="module"]')?.src ?? location.href;
}

async function isUpdated(): Promise<boolean> {
  const answer = await askHost(entryScript());
  return answer !== null && isMissing(answer);
}

/** Says what is wrong with a file as the host serves it, or returns null. */
export async function hostProblem(address: string): Promise<string | null> {
  const name = fileName(address);
  const answer = await askHost(address);
  if (!answer) return policyProblem() ?? `${name} could not be fetched: check your connection and reload the page.`;
  if (isMissing(answer)) {
    const isOutdated = address !== entryScript() && (await isUpdated());
    return isOutdated ? 'Hourglass has been updated; reload the page to get the new version.' : missingText(address);
  }
  if (!answer.ok) return `The host answered the request for ${name} with status ${answer.status}.`;
  const type = answer.headers.get('content-type') ?? '';
  const strict = strictTypes[name.replace(/.*\./, '')];
  if (!strict || strict.type.test(type)) return null;
  return `The host sends ${name} ${type ? `as ${type}` : 'without a type'}, but ${strict.rule}.`;
}

/** Checks all addresses at once and returns the problem of the first one that has any, or null. */
export async function firstHostProblem(addresses: Iterable<string>): Promise<string | null> {
  const problems = await Promise.all([...addresses].map(hostProblem));
  return problems.find((problem) => problem !== null) ?? null;
}
