/** rrweb's `record.js` without what the recorder does not use. Throws when it is not the version that is expected. */
export function cutRrweb(source: string): string;
