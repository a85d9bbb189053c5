// The host of the faults. It prints its address, so that harness.test.mjs can check that the host has stopped.
import { fileURLToPath } from 'node:url';
import { staticHost } from '../support/hosts.mjs';

export async function faultSite() {
  const host = await staticHost({ root: fileURLToPath(new URL('.', import.meta.url)), folder: '/' });
  console.log(`serving at ${host.address}`);
  return host;
}
