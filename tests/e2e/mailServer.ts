// Mail servers on loopback for the tests: one of Debian's, and a small one that follows a script.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

export interface MailServer {
  port: number;
  stop: () => Promise<void>;
}

/** What happens to a message, decided by its recipient. */
export type Answer = { say: string } | "cut" | "wait";
export interface Script {
  password?: string;
  answer?: (recipient: string) => Answer;
}
export interface ScriptedServer extends MailServer {
  /** Recipients of messages taken, in order. */
  taken: string[];
  /** Lets every message that waits go on. */
  release: () => void;
}

const TAKEN: Answer = { say: "250 2.0.0 Ok: queued" };

/** One conversation: replies keep the order of the commands, as pipelining asks. */
class Conversation {
  private text = "";
  private inData = false;
  private recipient = "";
  private readonly queue: Promise<string | null>[] = [];
  private writing = false;

  constructor(
    private readonly socket: Socket,
    private readonly script: Script,
    private readonly taken: string[],
    private readonly released: Promise<void>,
  ) {
    socket.on("data", (chunk) => this.read(chunk.toString("latin1")));
    socket.on("error", () => undefined);
    this.say("220 mail.test ESMTP");
  }

  private say(line: string) {
    this.reply(Promise.resolve(line));
  }

  private reply(line: Promise<string | null>) {
    this.queue.push(line);
    if (!this.writing) void this.write();
  }

  private async write() {
    this.writing = true;
    for (let next = this.queue.shift(); next; next = this.queue.shift()) {
      const line = await next;
      if (line === null) this.socket.destroy();
      else this.socket.write(`${line}\r\n`);
    }
    this.writing = false;
  }

  private read(chunk: string) {
    this.text += chunk;
    for (;;) {
      const mark = this.inData ? "\r\n.\r\n" : "\r\n";
      const end = this.text.indexOf(mark);
      if (end < 0) return;
      const line = this.text.slice(0, end);
      this.text = this.text.slice(end + mark.length);
      if (this.inData) this.message();
      else this.command(line);
    }
  }

  private message() {
    this.inData = false;
    const { recipient } = this;
    const answer = this.script.answer?.(recipient) ?? TAKEN;
    if (answer === "cut") this.reply(Promise.resolve(null));
    else if (answer === "wait") this.reply(this.released.then(() => this.take(recipient, TAKEN)));
    else this.say(this.take(recipient, answer));
  }

  private take(recipient: string, answer: Answer): string {
    const line = typeof answer === "string" ? "250 Ok" : answer.say;
    if (line.startsWith("250")) this.taken.push(recipient);
    return line;
  }

  private command(line: string) {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === "EHLO") {
      for (const offer of ["250-mail.test", "250-PIPELINING", "250-AUTH PLAIN", "250 8BITMIME"])
        this.say(offer);
    } else if (verb === "AUTH") {
      const password = Buffer.from(line.split(" ")[2] ?? "", "base64")
        .toString()
        .split("\0")[2];
      this.say(password === this.script.password ? "235 2.7.0 Ok" : "535 5.7.8 Authentication failed");
    } else if (verb === "RCPT") {
      this.recipient = /<(.*?)>/.exec(line)?.[1] ?? "";
      this.say("250 2.1.5 Ok");
    } else if (verb === "DATA") {
      this.inData = true;
      this.say("354 Go on");
    } else this.say(verb === "QUIT" ? "221 Bye" : "250 2.0.0 Ok");
  }
}

export async function scriptedServer(script: Script = {}): Promise<ScriptedServer> {
  const taken: string[] = [];
  const sockets = new Set<Socket>();
  let release!: () => void;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    new Conversation(socket, script, taken, released);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    taken,
    release: () => release(),
    stop: () =>
      new Promise((resolve) => {
        release();
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

async function answers(port: number, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1");
      socket.once("connect", () => socket.end(() => resolve(true)));
      socket.once("error", () => setTimeout(() => resolve(false), 50));
    });
    if (open) return;
  }
  throw new Error(`smtp-sink ended with ${child.exitCode}`);
}

const SINK = "/usr/sbin/smtp-sink";

/** Postfix's smtp-sink, where Debian's package is installed; else our own server, which takes everything. */
export async function debianSink(): Promise<MailServer> {
  if (!existsSync(SINK)) return scriptedServer();
  const port = await freePort();
  const asRoot = process.getuid?.() === 0;
  const child = spawn(SINK, [...(asRoot ? ["-u", "nobody"] : []), `127.0.0.1:${port}`, "100"], {
    stdio: "ignore",
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await answers(port, child);
  return {
    port,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
