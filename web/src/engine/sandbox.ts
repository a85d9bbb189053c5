/** Whether the page is in a sandboxed frame without allow-same-origin: it has no storage and no service worker. */
export const isSandboxed = origin === 'null';
