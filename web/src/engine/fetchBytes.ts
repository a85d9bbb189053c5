/** A shipped file's bytes, its path relative to the page so that any folder of any host will do. */
export async function fetchBytes(path: string): Promise<Uint8Array> {
  const response = await fetch(new URL(path, document.baseURI));
  if (!response.ok) throw new Error(`${path} was answered with status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
