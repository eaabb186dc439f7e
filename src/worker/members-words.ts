/** What members say of a session, left out of what goes to others than members: links and files. */
export const WITHOUT_MEMBERS_WORDS = { tags: [], pinnedAt: null, pinnedBy: null, pinReason: null };
