/** Whether the page is in a frame whose sandbox denies it its origin, and with that storage and service workers. */
export const isSandboxed = origin === 'null';
