/** Images as they are drawn without content, so that what is around them stays where it is. */
function placeholder(image: unknown): string {
  const { naturalWidth: width, naturalHeight: height } = (image ?? {}) as Partial<HTMLImageElement>;
  if (!width) return "data:,";
  return `data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='${width}' height='${height}'/%3E`;
}

/** In style sheets, where quotes may hold anything; and anywhere else, up to what cannot be in one. */
const ADDRESSES = /url\(\s*"data:[^"]*"|url\(\s*'data:[^']*'|data:[^\s"'()<>]+/gi;

/**
 * Replaces `data:` addresses longer than `limit` in what rrweb says, never a part of one. `find` knows the node of an id. Answers
 * how many there were, and their characters.
 */
export function cutDataUrls(
  data: unknown,
  limit: number,
  find: (id: number) => unknown,
): { count: number; chars: number } {
  const cut = { count: 0, chars: 0 };
  const lose = (address: string, instead: string) => {
    cut.count++;
    cut.chars += address.length;
    return instead;
  };
  const shorten = (text: string, id: number) => {
    if (/^\s*data:/i.test(text)) return lose(text, placeholder(find(id)));
    return text.replace(ADDRESSES, (address) => {
      if (address.length <= limit) return address;
      const quote = address[address.length - 1];
      return lose(address, address.startsWith("data:") ? "data:," : `url(${quote}data:,${quote}`);
    });
  };
  const visit = (value: Record<string, unknown>, id: number) => {
    const own = typeof value["id"] === "number" ? value["id"] : id;
    for (const key in value) {
      const part = value[key];
      if (typeof part === "string") {
        if (part.length > limit) value[key] = shorten(part, own);
      } else if (part && typeof part === "object") visit(part as Record<string, unknown>, own);
    }
  };
  if (data) visit(data as Record<string, unknown>, 0);
  return cut;
}
