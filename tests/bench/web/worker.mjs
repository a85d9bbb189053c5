// Answers requests by the engine of ?engine=NAME, a module beside this one whose functions are named
// as what is to be done.

const options = Object.fromEntries(new URLSearchParams(self.location.search));
const engine = import(`./${options.engine}.mjs`);

self.onmessage = async ({ data: { do: action, ...details } }) => {
  try {
    self.postMessage((await (await engine)[action](details, options)) ?? {});
  } catch (error) {
    self.postMessage({ error: `${options.engine}: ${error.stack ?? error}` });
  }
};
