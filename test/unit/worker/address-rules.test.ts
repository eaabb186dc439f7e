import { afterEach, describe, expect, it, vi } from "vitest";
import { ASSETS } from "../../../src/protocol/index.ts";
import { addressFault, type AddressRules } from "../../../src/worker/assets-fetch/address-rules.ts";
import { fetchFile } from "../../../src/worker/assets-fetch/fetch-file.ts";

const HOSTS = ["cdn.shop.com", "*.shop.org", "ports.shop.com:8443"];
const DEPLOYED: AddressRules = { hosts: HOSTS, local: false, self: "replay.shop.org" };

/** Rules of a tenant that declares this very host, so that it is not the list that refuses it. */
function declaring(address: string): AddressRules {
  const host = URL.canParse(address) ? new URL(address).host : "";
  return { ...DEPLOYED, hosts: [...HOSTS, host, host.replace(/:\d+$/, "")] };
}

/** Never to be fetched, not even when a tenant declares the host. */
const HOSTILE = [
  "https://127.0.0.1/",
  "https://127.1/",
  "https://127.0.1/",
  "https://0x7f.0.0.1/",
  "https://0x7f000001/",
  "https://2130706433/",
  "https://017700000001/",
  "https://0177.0.0.1/",
  "https://127.0.0.1./",
  "https://127.255.255.254/",
  "https://0/",
  "https://0.0.0.0/",
  "https://10.0.0.1/",
  "https://10.255.255.255/",
  "https://172.16.0.1/",
  "https://172.31.255.255/",
  "https://192.168.0.1/",
  "https://192.168.1.254:8443/",
  "https://100.64.0.1/",
  "https://169.254.169.254/latest/meta-data/",
  "https://0xa9fea9fe/latest/meta-data/",
  "https://2852039166/latest/meta-data/",
  "https://169.254.169.253/",
  "https://168.63.129.16/",
  "https://192.0.0.192/",
  "https://198.18.0.1/",
  "https://224.0.0.1/",
  "https://255.255.255.255/",
  "https://8.8.8.8/",
  "https://１２７.０.０.１/",
  "https://①②⑦.⓪.⓪.①/",
  "https://127。0。0。1/",
  "https://%31%32%37.0.0.1/",
  "https://[::1]/",
  "https://[::]/",
  "https://[0:0:0:0:0:0:0:1]/",
  "https://[::ffff:127.0.0.1]/",
  "https://[::ffff:7f00:1]/",
  "https://[::ffff:169.254.169.254]/",
  "https://[::ffff:a9fe:a9fe]/",
  "https://[::127.0.0.1]/",
  "https://[64:ff9b::7f00:1]/",
  "https://[64:ff9b::a9fe:a9fe]/",
  "https://[2002:7f00:1::]/",
  "https://[fe80::1]/",
  "https://[fc00::1]/",
  "https://[fd00:ec2::254]/latest/meta-data/",
  "https://[ff02::1]/",
  "https://[2606:4700:4700::1111]/",
  "https://localhost/",
  "https://LOCALHOST/",
  "https://localhost./",
  "https://localhost:8787/api/me",
  "https://shop.localhost/",
  "https://localhost.localdomain/",
  "https://metadata/",
  "https://metadata.google.internal/computeMetadata/v1/",
  "https://metadata.google.internal./",
  "https://instance-data.ec2.internal/",
  "https://kubernetes.default.svc.cluster.local/",
  "https://printer.local/",
  "https://router.lan/",
  "https://nas.home/",
  "https://nas.home.arpa/",
  "https://wiki.corp/",
  "https://wiki.intranet/",
  "https://1.0.0.127.in-addr.arpa/",
  "https://shop.onion/",
  "https://shop.test/",
  "https://shop.invalid/",
  "https://intranet/",
  "https://shop..com/",
  "http://cdn.shop.com/",
  "http://cdn.shop.com:443/",
  "ftp://cdn.shop.com/",
  "file:///etc/passwd",
  "file://cdn.shop.com/etc/passwd",
  "gopher://cdn.shop.com/",
  "ws://cdn.shop.com/",
  "data:text/css,a{}",
  "blob:https://cdn.shop.com/0",
  "javascript:alert(1)",
  "about:blank",
  "view-source:https://cdn.shop.com/",
  "//cdn.shop.com/a.css",
  "/a.css",
  "",
  "https://",
  "https://user@cdn.shop.com/",
  "https://user:password@cdn.shop.com/",
  "https://:password@cdn.shop.com/",
  "https://cdn.shop.com@127.0.0.1/",
  "https://replay.shop.org/api/me",
  "https://cdn.shop.com:22/",
  "https://cdn.shop.com:8443/",
];

/** Not the tenant's, however much they look like it. */
const UNDECLARED = [
  "https://evil.com/",
  "https://cdn.shop.com.evil.com/",
  "https://evil.com/cdn.shop.com",
  "https://evil.com/?https://cdn.shop.com/",
  "https://evil.com#@cdn.shop.com",
  "https://evil.com\\@cdn.shop.com/",
  "https://evil.com\\.cdn.shop.com/",
  "https://xcdn.shop.com/",
  "https://a.cdn.shop.com/",
  "https://shop.org/",
  "https://evilshop.org/",
  "https://shop.org.evil.com/",
  "https://cdn.shoр.com/",
  "https://ports.shop.com/",
  "https://127.0.0.1.nip.io/",
];

describe("addresses that the server does not fetch", () => {
  it.each(HOSTILE)("are refused even where the tenant declares the host: %s", (address) => {
    const rules = /shop\.com[:/]|replay/.test(address) ? DEPLOYED : declaring(address);
    expect(addressFault(address, rules)).not.toBeNull();
  });

  it.each(UNDECLARED)("are those of other hosts: %s", (address) => {
    expect(addressFault(address, DEPLOYED)).toBe("host_not_declared");
  });

  it.each([
    "https://cdn.shop.com/a.css",
    "https://CDN.SHOP.COM./a.css?v=1#x",
    "https://cdn.shop.com:443/a.css",
    "https://img.eu.shop.org/a.png",
    "https://ports.shop.com:8443/a.png",
  ])("are not those of the tenant: %s", (address) => {
    expect(addressFault(address, DEPLOYED)).toBeNull();
  });

  it("say why", () => {
    const why = (address: string) => addressFault(address, DEPLOYED);
    expect(why("http://cdn.shop.com/")).toBe("not_https");
    expect(why("https://a:b@cdn.shop.com/")).toBe("credentials");
    expect(why("https://10.0.0.1/")).toBe("not_public");
    expect(why("https://cdn.shop.com:22/")).toBe("port");
    expect(why("blob:https://cdn.shop.com/1")).toBe("not_an_address");
  });
});

describe("on a developer's machine", () => {
  const local: AddressRules = {
    hosts: ["localhost", "*.localhost", "127.0.0.1", "[::1]", "10.0.0.1"],
    local: true,
    self: null,
  };

  it.each(["http://localhost:3000/a.css", "http://127.0.0.1:8787/", "https://shop.localhost/", "http://[::1]:80/"])(
    "loopback is fetched: %s",
    (address) => {
      expect(addressFault(address, local)).toBeNull();
      expect(addressFault(address, { ...local, local: false })).toBe("not_public");
      expect(addressFault(address, { ...local, hosts: [] })).toBe("host_not_declared");
    },
  );

  it.each([
    "http://10.0.0.1/",
    "https://10.0.0.1/",
    "http://169.254.169.254/",
    "http://0.0.0.0/",
    "http://[::ffff:127.0.0.1]/",
  ])("nothing else that is private is: %s", (address) => {
    expect(addressFault(address, { ...local, hosts: [...local.hosts, new URL(address).host] })).toBe("not_public");
  });
});

describe("redirects", () => {
  afterEach(() => vi.unstubAllGlobals());

  const asked: string[] = [];
  function answering(redirects: Record<string, string>) {
    asked.length = 0;
    vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
      asked.push(url);
      expect(init.redirect).toBe("manual");
      const location = redirects[url];
      return Promise.resolve(
        location === undefined
          ? new Response("a{}", { headers: { "Content-Type": "text/css" } })
          : new Response(null, { status: 302, headers: { Location: location } }),
      );
    });
  }
  const none = { etag: null, lastModified: null };
  const get = (url: string) => fetchFile(url, "style", DEPLOYED, none);

  it("inside of the list are followed", async () => {
    answering({ "https://cdn.shop.com/a": "/b", "https://cdn.shop.com/b": "https://img.shop.org/c.css" });
    expect(await get("https://cdn.shop.com/a")).toMatchObject({ result: "file", url: "https://img.shop.org/c.css" });
  });

  // A header is bytes, so those with other letters cannot be in one.
  const targets = [...HOSTILE.filter((address) => URL.canParse(address)), ...UNDECLARED];
  it.each(targets.filter((address) => /^[ -~]+$/.test(address)))("never lead to %s", async (address) => {
    answering({ "https://cdn.shop.com/a": "https://img.shop.org/b", "https://img.shop.org/b": address });
    expect(await get("https://cdn.shop.com/a")).toMatchObject({ result: "failed" });
    expect(asked).toEqual(["https://cdn.shop.com/a", "https://img.shop.org/b"]);
  });

  it("end: after five, in a circle, and without a place", async () => {
    answering({ "https://cdn.shop.com/a": "/b", "https://cdn.shop.com/b": "/a" });
    expect(await get("https://cdn.shop.com/a")).toEqual({ result: "failed", why: "redirects" });
    expect(asked).toHaveLength(ASSETS.redirects + 1);
    answering({ "https://cdn.shop.com/a": "http://[" });
    expect(await get("https://cdn.shop.com/a")).toEqual({ result: "failed", why: "status" });
  });
});
