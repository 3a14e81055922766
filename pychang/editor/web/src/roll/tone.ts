/** A short plain tone, to hear which key it is. */

let context: AudioContext | null = null;

export function tone(midi: number): void {
  context ??= new AudioContext();
  void context.resume();
  const now = context.currentTime;
  const source = new OscillatorNode(context, { type: "triangle", frequency: 440 * 2 ** ((midi - 69) / 12) });
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.setTargetAtTime(0.15, now, 0.005);
  gain.gain.setTargetAtTime(0, now + 0.12, 0.12);
  source.connect(gain).connect(context.destination);
  source.start(now);
  source.stop(now + 1);
}
