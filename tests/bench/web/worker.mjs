// Passes requests to the engine that ?engine=NAME names: a module in this folder with one function for each
// action, of the same name.

const options = Object.fromEntries(new URLSearchParams(self.location.search));
const engine = import(`./${options.engine}.mjs`);

self.onmessage = async ({ data: { do: action, ...details } }) => {
  try {
    self.postMessage((await (await engine)[action](details, options)) ?? {});
  } catch (error) {
    self.postMessage({ error: `${options.engine}: ${error.stack ?? error}` });
  }
};
