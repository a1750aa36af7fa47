// Typing `{` opens the list of variables. This file is the plumbing between TipTap and the list's component.
import { Extension } from "@tiptap/core";
import { PluginKey } from "@tiptap/pm/state";
import { ReactRenderer } from "@tiptap/react";
import Suggestion, { type SuggestionProps } from "@tiptap/suggestion";
import { fold } from "@/lib/text";
import type { KnownVariable } from "./KnownVariables";
import { VariableList, type VariableListHandle } from "./VariableList";

const SHOWN = 8;

/** Variables of which a spelling or the label holds what was typed after the brace, those that begin with it first. */
export function matching(all: KnownVariable[], query: string): KnownVariable[] {
  const wanted = fold(query.replace(/\}$/, ""));
  const rank = ({ label, spellings }: KnownVariable) => {
    const words = [label, ...spellings].map(fold);
    if (words.some((word) => word.startsWith(wanted))) return 0;
    return words.some((word) => word.includes(wanted)) ? 1 : 2;
  };
  return [0, 1].flatMap((place) => all.filter((variable) => rank(variable) === place)).slice(0, SHOWN);
}

function place(element: HTMLElement, box: DOMRect | null | undefined) {
  if (!box) return;
  const room = window.innerHeight - box.bottom;
  const height = element.offsetHeight || 280;
  element.style.left = `${Math.min(box.left, window.innerWidth - 300)}px`;
  element.style.top = room > height + 8 ? `${box.bottom + 6}px` : `${box.top - height - 6}px`;
}

type ListProps = SuggestionProps<KnownVariable, KnownVariable>;

function listRenderer() {
  let list: ReactRenderer<VariableListHandle> | null = null;
  const close = () => {
    list?.destroy();
    list?.element.remove();
    list = null;
  };
  return {
    onStart(props: ListProps) {
      list = new ReactRenderer(VariableList, { props, editor: props.editor });
      const element = list.element as HTMLElement;
      element.style.position = "fixed";
      element.style.zIndex = "300";
      document.body.append(element);
      place(element, props.clientRect?.());
    },
    onUpdate(props: ListProps) {
      list?.updateProps(props);
      if (list) place(list.element as HTMLElement, props.clientRect?.());
    },
    onKeyDown({ event }: { event: KeyboardEvent }) {
      if (event.key === "Escape") {
        close();
        return true;
      }
      return list?.ref?.onKeyDown(event) ?? false;
    },
    onExit: close,
  };
}

/** `variables` is asked at every key, because fields may arrive while the editor is open. */
export function variableSuggestion(variables: () => KnownVariable[]) {
  return Extension.create({
    name: "variableSuggestion",
    addProseMirrorPlugins() {
      return [
        Suggestion<KnownVariable, KnownVariable>({
          editor: this.editor,
          pluginKey: new PluginKey("variableSuggestion"),
          char: "{",
          allowedPrefixes: null,
          items: ({ query }) => matching(variables(), query),
          command: ({ editor, range, props }) => {
            editor
              .chain()
              .focus()
              .deleteRange(range)
              .insertVariable({ name: props.name, fallback: null })
              .run();
          },
          render: listRenderer,
        }),
      ];
    },
  });
}
