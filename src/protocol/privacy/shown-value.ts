/** Before the name of an attribute whose value a sheet shows (`content: attr(data-…)`); what follows it is a text of the page. */
export const SHOWN_VALUE = "rr_at:";
