/** A voice's model at work; must agree with `pychang/voice/sing.py`. */

import type { VoiceCard } from "../protocol";
import { drawHarmonics, stripRows } from "./conditioning";
import { type Runtime, runtime } from "./litert";
import type { TapeWindow } from "./tape";
import { Trouble } from "./trouble";

type Model = ReturnType<Runtime["loadModel"]>;
type Compiled = Awaited<ReturnType<Runtime["compileModel"]>>;
type Tensor = ReturnType<Runtime["LiteRtTensorBuffer"]["createManaged"]>;
type Environment = ReturnType<Runtime["LiteRtEnvironment"]["create"]>;
type TensorType = ReturnType<Model["getInputTensorType"]>;

const FLOAT32 = 1; // of LiteRT's element types

/** A voice that is ready to paint. */
export class Generator {
  private constructor(
    readonly card: VoiceCard,
    private readonly litert: Runtime,
    private readonly compiled: Compiled,
    private readonly inputs: Tensor[],
    private readonly harmonicsFirst: boolean,
    private readonly dispose: () => void,
  ) {}

  static async of(card: VoiceCard, bytes: Uint8Array): Promise<Generator> {
    const litert = await runtime().catch((why: Error) => {
      throw new Trouble(
        `목소리를 다루는 프로그램(LiteRT)을 불러오지 못했습니다(${why.message}). 연결을 확인하고 다시 해 보세요`,
        `What runs the voice (LiteRT) could not be loaded (${why.message}). Check the connection and try again`,
      );
    });
    const at = litert._malloc(bytes.length); // the model is read from there for as long as it lives
    litert.HEAPU8.set(bytes, at);
    try {
      return await Generator.compiled(card, litert, at, bytes.length);
    } catch (why) {
      litert._free(at);
      throw why instanceof Trouble ? why : notAModel(card, String(why));
    }
  }

  private static async compiled(card: VoiceCard, litert: Runtime, at: number, size: number): Promise<Generator> {
    const environment = litert.LiteRtEnvironment.create(null);
    const model = litert.loadModel(environment, at, size);
    const onCpu = { accelerator: "wasm", cpuOptions: { numThreads: 1 }, gpuOptions: {}, webNNOptions: {} };
    const compiled = await litert.compileModel(environment, model, { environment, ...onCpu } as object);
    const types = [model.getInputTensorType(0, 0), model.getInputTensorType(0, 1), model.getOutputTensorType(0, 0)];
    const shapes = types.map(shapeOf);
    if (shapes.flat().includes(-1)) throw tooOld(card);
    const { frames, nFft } = card.geometry;
    const harmonicsFirst = shapes[0].length === 4;
    const strip = [1, frames, stripRows(card)];
    const harmonics = [1, frames, nFft / 2, 2];
    const want = [...(harmonicsFirst ? [harmonics, strip] : [strip, harmonics]), [1, frames, nFft / 2]];
    if (want.join("; ") !== shapes.join("; ")) throw notAModel(card, shapes.join("; "));
    const inputs = shapes.slice(0, 2).map((shape) => newTensor(litert, environment, shape));
    return new Generator(card, litert, compiled, inputs, harmonicsFirst, () => {
      for (const one of [...inputs, compiled, model, environment]) one.delete();
      litert._free(at);
    });
  }

  /** The rows of a window's picture that are wanted, (count, bins). */
  async paint(window: TapeWindow): Promise<Float32Array> {
    const harmonics = drawHarmonics(window.f0Hz, window.voiced, this.card.geometry);
    const values = this.harmonicsFirst ? [harmonics, window.strip] : [window.strip, harmonics];
    values.forEach((one, i) => this.write(this.inputs[i], one));
    const painted = await this.compiled.run(0, this.inputs);
    const picture = this.read(painted[0]);
    for (const one of painted) one.delete();
    const bins = this.card.geometry.nFft / 2;
    const wanted = picture.slice(window.from * bins, (window.from + window.count) * bins);
    if (!wanted.every(Number.isFinite)) throw notAModel(this.card, "NaN");
    return wanted;
  }

  delete(): void {
    this.dispose();
  }

  private write(tensor: Tensor, values: Float32Array): void {
    const size = tensor.packedSize();
    if (size !== values.byteLength) throw notAModel(this.card, `${size} != ${values.byteLength}`);
    const at = tensor.lock(this.litert.LiteRtTensorBufferLockMode.WRITE);
    this.litert.HEAPU8.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    tensor.unlock();
  }

  private read(tensor: Tensor): Float32Array {
    const at = tensor.lock(this.litert.LiteRtTensorBufferLockMode.READ);
    const bytes = this.litert.HEAPU8.slice(at, at + tensor.packedSize());
    tensor.unlock();
    return new Float32Array(bytes.buffer);
  }
}

function shapeOf(type: TensorType): number[] {
  const dimensions = type.layout().dimensions();
  return Array.from({ length: dimensions.size() }, (_, i) => dimensions.get(i) as number);
}

function newTensor(litert: Runtime, environment: Environment, shape: number[]): Tensor {
  const dimensions = new litert.VectorInt32();
  for (const size of shape) dimensions.push_back(size);
  const type = litert.LiteRtRankedTensorType.create({ value: FLOAT32 }, litert.LiteRtLayout.create(dimensions));
  const { HOST_MEMORY } = litert.LiteRtTensorBufferType;
  return litert.LiteRtTensorBuffer.createManaged(environment, HOST_MEMORY, type, type.bytes());
}

/** One that takes any number of pictures: PyChang exported them so at first, and LiteRT cannot run them here. */
function tooOld(card: VoiceCard): Trouble {
  return new Trouble(
    `목소리 ‘${card.name}’은(는) 예전 PyChang으로 만들어 브라우저에서 노래하지 못합니다. ‘pychang voice train’으로 이어 배우게 하면 됩니다`,
    `The voice "${card.name}" was made by an earlier PyChang and cannot sing in a browser. Train it on with "pychang voice train"`,
  );
}

function notAModel(card: VoiceCard, why: string): Trouble {
  return new Trouble(
    `목소리 ‘${card.name}’의 모델이 이 브라우저에서 돌지 않습니다(${why}). 다른 목소리나 다른 브라우저로 해 보세요`,
    `The model of the voice "${card.name}" does not run in this browser (${why}). Try another voice, or another browser`,
  );
}
