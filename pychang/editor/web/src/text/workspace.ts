/** The one file that this page has open, as the language server's client asks for it. */

import type { ChangeSet, Text } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { LSPPlugin, Workspace, type WorkspaceFile } from "@codemirror/lsp-client";

class OpenFile implements WorkspaceFile {
  version = 0;
  constructor(
    readonly uri: string,
    readonly languageId: string,
    public doc: Text,
    readonly view: EditorView,
  ) {}
  getView(): EditorView {
    return this.view;
  }
}

export class OneFile extends Workspace {
  files: OpenFile[] = [];
  /** What to do with a place in another file, such as one that is included. */
  elsewhere: (uri: string) => void = () => {};

  syncFiles(): { file: OpenFile; prevDoc: Text; changes: ChangeSet }[] {
    const found = [];
    for (const file of this.files) {
      const plugin = LSPPlugin.get(file.view);
      if (!plugin || plugin.unsyncedChanges.empty) continue;
      found.push({ file, prevDoc: file.doc, changes: plugin.unsyncedChanges });
      file.doc = file.view.state.doc;
      file.version++;
      plugin.clear();
    }
    return found;
  }

  openFile(uri: string, languageId: string, view: EditorView): void {
    const file = new OpenFile(uri, languageId, view.state.doc, view);
    this.files.push(file);
    this.client.didOpen(file);
  }

  closeFile(uri: string): void {
    this.files = this.files.filter((file) => file.uri !== uri);
    this.client.didClose(uri);
  }

  override displayFile(uri: string): Promise<EditorView | null> {
    const file = this.files.find((one) => one.uri === uri);
    if (!file) this.elsewhere(uri);
    return Promise.resolve(file?.view ?? null);
  }
}
