/** Whether the page is in a sandboxed frame without allow-same-origin, and so has no storage or service worker. */
export const isSandboxed = origin === 'null';
