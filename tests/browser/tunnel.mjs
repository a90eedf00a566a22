// A way to a plain HTTP server as a phone has it: TLS 1.3 at the far end and, when asked, a slow and distant link.
//
// The link stands outside TLS: what passes is delayed and paced as packets of the encrypted connection would be.
//   client ── link (delay, rate, TCP's first window) ── TLS 1.3 ── server
import { execFileSync } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import tls from "node:tls";

/** Ten packets may be on their way before the first is acknowledged (RFC 6928). */
const FIRST_WINDOW = 10 * 1460;

/** A certificate for `host` with its issuer's, as large as real ones, made in a folder that is gone afterwards. */
function certificate(host) {
  const folder = mkdtempSync(join(tmpdir(), "disan-tls-"));
  const ssl = (...args) => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  try {
    const issuer = ["-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/O=disan tests/CN=disan tests issuer", "-days", "2"];
    ssl("req", ...issuer, "-keyout", "issuer.key", "-out", "issuer.pem");
    const own = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", `/CN=${host}`];
    ssl("req", ...own, "-keyout", "own.key", "-out", "own.csr", "-addext", `subjectAltName=DNS:${host}`);
    const sign = ["-req", "-in", "own.csr", "-CA", "issuer.pem", "-CAkey", "issuer.key", "-CAcreateserial"];
    ssl("x509", ...sign, "-days", "2", "-copy_extensions", "copy", "-out", "own.pem");
    const [key, cert, chain] = ["own.key", "own.pem", "issuer.pem"].map((file) => readFileSync(join(folder, file)));
    const spki = new X509Certificate(cert).publicKey.export({ type: "spki", format: "der" });
    return { key, cert: Buffer.concat([cert, chain]), pin: createHash("sha256").update(spki).digest("base64") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** One direction of a link shared by all connections: bytes pass one after the other at the link's rate. */
class Lane {
  constructor(bitsPerSecond) {
    this.bytesPerMs = bitsPerSecond / 8000;
    this.free = 0;
  }

  /** When the last of `bytes` handed over now has left. */
  leaves(bytes) {
    this.free = Math.max(this.free, performance.now()) + bytes / this.bytesPerMs;
    return this.free;
  }
}

/** Passes what comes from `from` on to `to`, `delay` ms later at the lane's pace, never more than TCP would send. */
function carry(from, to, lane, delay, ready) {
  let window = FIRST_WINDOW;
  let flying = 0;
  const waiting = [];
  const send = () => {
    while (waiting.length && flying < window) {
      const packet = waiting.shift();
      flying += packet.length;
      const arrives = lane.leaves(packet.length) + delay;
      setTimeout(() => { if (!to.destroyed) to.write(packet); }, arrives - performance.now());
      // The acknowledgement takes as long back; until packets are lost, each lets one more be sent.
      setTimeout(() => { flying -= packet.length; window += packet.length; send(); }, arrives + delay - performance.now());
    }
  };
  from.on("data", async (bytes) => {
    await ready;
    for (let at = 0; at < bytes.length; at += 1460) waiting.push(bytes.subarray(at, at + 1460));
    send();
  });
  from.on("close", () => setTimeout(() => to.destroy(), 5000).unref());
  from.on("error", () => to.destroy());
}

/**
 * Opens `https://host/` towards `origin`. `link` is { rate (bits a second), trip (ms, there and back), name (whether
 * the first connection also pays the trip that asks for the host's address) }, or nothing for no delay at all.
 */
export async function open(origin, host, link) {
  const target = new URL(origin);
  const { pin, ...keys } = certificate(host);
  const far = tls.createServer({ ...keys, minVersion: "TLSv1.3" }, (socket) => {
    // As the guide has nginx do it (Caddy does so by itself): what has come can be read before all has come.
    socket.setMaxSendFragment(4096);
    const server = net.connect(target.port, target.hostname);
    socket.pipe(server).pipe(socket);
    socket.on("error", () => server.destroy());
    server.on("error", () => socket.destroy());
  });
  const listen = (server) => new Promise((done) => server.listen(0, "127.0.0.1", () => done(server.address().port)));
  const servers = [far];
  let port = await listen(far);
  let named = false;
  if (link) {
    const up = new Lane(link.rate);
    const down = new Lane(link.rate);
    const inner = port;
    const near = net.createServer((client) => {
      // The client believes it is connected at once; the trips it would have waited for are waited for here.
      const trips = link.name && !named ? 2 : 1;
      named = true;
      const ready = new Promise((done) => setTimeout(done, trips * link.trip));
      const server = net.connect(inner, "127.0.0.1");
      for (const socket of [client, server]) socket.setNoDelay(true);
      carry(client, server, up, link.trip / 2, ready);
      carry(server, client, down, link.trip / 2, ready);
    });
    port = await listen(near);
    servers.push(near);
  }
  return {
    origin: `https://${host}`,
    /** What makes Chromium take this way and trust it. */
    flags: [`--host-resolver-rules=MAP ${host}:443 127.0.0.1:${port}`, `--ignore-certificate-errors-spki-list=${pin}`],
    close: () => servers.forEach((server) => server.close()),
  };
}
