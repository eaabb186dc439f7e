/** Types of stored-data.mjs for tests. */
export const STORED_DATA_FILE: URL;
export function storedDataText(): string;
