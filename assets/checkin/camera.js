// The camera of the phone, and what it reads: frames are decoded here, and leave the page no more than their code does.
import decodeQR from "qr/decode.js";

const PAUSE = 100; // ms between two looks
const WIDTH = 640; // pixels of a frame that is decoded: a badge at arm's length fills enough of them
const SAME = 3000; // ms for which a code has to be out of sight before it counts again
const WHY = { NotAllowedError: "denied", SecurityError: "denied", NotFoundError: "missing", OverconstrainedError: "missing" };

export class Camera {
  constructor(video, seen) {
    Object.assign(this, { video, seen, stream: null, awake: null, devices: [], last: "", lastAt: 0 });
    this.canvas = document.createElement("canvas");
    this.context = this.canvas.getContext("2d", { willReadFrequently: true });
  }

  static get possible() {
    return Boolean(navigator.mediaDevices?.getUserMedia);
  }

  get on() {
    return this.stream !== null;
  }

  /** Asks for it where that was not done before. Resolves to "", or to why there is none: denied, missing or busy. */
  async start(deviceId) {
    this.stop();
    const which = deviceId ? { deviceId: { exact: deviceId } } : { facingMode: { ideal: "environment" } };
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: { ...which, width: { ideal: 1280 } }, audio: false });
      this.video.srcObject = this.stream;
      await this.video.play();
    } catch (error) {
      this.stop();
      return WHY[error.name] ?? "busy";
    }
    this.awake = await navigator.wakeLock?.request("screen").catch(() => null); // the screen stays on, where that can be
    this.devices = (await navigator.mediaDevices.enumerateDevices()).filter((device) => device.kind === "videoinput");
    this.look();
    return "";
  }

  /** The next one, in turn. */
  next() {
    const current = this.stream.getVideoTracks()[0].getSettings().deviceId;
    const place = this.devices.findIndex((device) => device.deviceId === current);
    return this.start(this.devices[(place + 1) % this.devices.length].deviceId);
  }

  stop() {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.video.srcObject = null;
    this.awake?.release();
  }

  look() {
    const stream = this.stream;
    const again = () => {
      if (this.stream !== stream || !stream) return;
      if (!document.hidden && this.video.videoWidth) this.decode();
      setTimeout(again, PAUSE);
    };
    again();
  }

  decode() {
    const text = decoded(this.frame());
    const now = Date.now();
    if (!text) return;
    const fresh = text !== this.last || now - this.lastAt > SAME;
    Object.assign(this, { last: text, lastAt: now });
    if (fresh) this.seen(text);
  }

  frame() {
    const { videoWidth, videoHeight } = this.video;
    const scale = Math.min(1, WIDTH / videoWidth);
    this.canvas.width = Math.round(videoWidth * scale);
    this.canvas.height = Math.round(videoHeight * scale);
    this.context.drawImage(this.video, 0, 0, this.canvas.width, this.canvas.height);
    return this.context.getImageData(0, 0, this.canvas.width, this.canvas.height);
  }
}

/** The text of a QR code in a picture; empty where none is seen. */
export function decoded({ data, width, height }) {
  try {
    return decodeQR({ data, width, height });
  } catch {
    return ""; // that is how it says that a frame shows none, as most do
  }
}
