/** What moves: the playhead, a note in the hand, the frame that gathers notes. */

import type { Colours } from "./colours";
import { HEAD, type Rect, SECTIONS, type View, noteRect, xOf } from "./geometry";
import { shape } from "./paint";
import type { Preview } from "./preview";
import type { Scene } from "./scene";

export interface Over {
  ctx: CanvasRenderingContext2D;
  colours: Colours;
  view: View;
  scene: Scene;
  part: number;
}

export function paintOver(over: Over, playheadS: number, preview: Preview | null, marquee: Rect | null): void {
  const { ctx, view, colours } = over;
  ctx.save();
  ctx.beginPath();
  ctx.rect(view.keys, SECTIONS, view.width - view.keys, view.height - SECTIONS);
  ctx.clip();
  if (preview) paintGhosts(over, preview);
  if (marquee) {
    ctx.fillStyle = colours.marquee;
    ctx.strokeStyle = colours["ghost-edge"];
    ctx.lineWidth = 1;
    ctx.setLineDash([4, 3]);
    ctx.fillRect(marquee.x, Math.max(marquee.y, HEAD), marquee.width, marquee.height);
    ctx.strokeRect(marquee.x + 0.5, Math.max(marquee.y, HEAD) + 0.5, marquee.width, marquee.height);
    ctx.setLineDash([]);
  }
  paintPlayhead(over, playheadS);
  ctx.restore();
}

function paintGhosts({ ctx, colours, view, scene, part }: Over, preview: Preview): void {
  const rects: [Rect, string][] = [];
  for (const [note, ghost] of preview.ghosts) {
    if (ghost.gone || scene.of(note)?.part !== part) continue;
    const now = { ...note, ...ghost };
    rects.push([noteRect(view, now.start, now.length, now.midi), now.text]);
  }
  for (const one of preview.added) if (one.part === part) rects.push([noteRect(view, one.start, one.length, one.midi), one.text]);
  const seen = rects.filter(([rect]) => rect.x < view.width && rect.x + rect.width > view.keys);
  ctx.beginPath();
  for (const [rect] of seen) shape(ctx, rect);
  ctx.fillStyle = colours.ghost;
  ctx.fill();
  ctx.strokeStyle = colours["ghost-edge"];
  ctx.lineWidth = 2;
  ctx.stroke();
  ctx.fillStyle = colours["selected-text"];
  ctx.font = `600 ${Math.min(Math.max(view.row * 0.68, 9), 17)}px ${colours.font}`;
  ctx.textBaseline = "middle";
  for (const [rect, text] of seen) if (rect.width > 8) ctx.fillText(text, rect.x + 5, rect.y + rect.height / 2 + 0.5);
}

function paintPlayhead({ ctx, colours, view, scene }: Over, playheadS: number): void {
  const x = Math.round(xOf(view, Math.max(scene.position(playheadS), 0)));
  if (x < view.keys - 6 || x > view.width + 6) return;
  ctx.fillStyle = colours.playhead;
  ctx.fillRect(x - 0.75, SECTIONS + 6, 1.5, view.height);
  ctx.beginPath();
  ctx.moveTo(x - 6, SECTIONS + 2);
  ctx.lineTo(x + 6, SECTIONS + 2);
  ctx.lineTo(x, SECTIONS + 11);
  ctx.fill();
}
