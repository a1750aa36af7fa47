// The two TipTap editors of a template: the subject (one line) and the body.
import { Extension } from "@tiptap/core";
import Link from "@tiptap/extension-link";
import Placeholder from "@tiptap/extension-placeholder";
import { type Editor, useEditor } from "@tiptap/react";
import StarterKit from "@tiptap/starter-kit";
import { useRef } from "react";
import { fromEditor, lineFromEditor, lineToEditor, toEditor } from "./html";
import { type KnownVariable, useKnownVariables } from "./KnownVariables";
import { variableSuggestion } from "./suggestion";
import { VariableNode } from "./VariableNode";

/** Links may carry a variable, `{lien}`; the server checks the finished address before it is sent. */
const SAFE_LINK = /^(https?:|mailto:|tel:|\{)/i;

const OneLine = Extension.create({
  name: "oneLine",
  addKeyboardShortcuts() {
    return { Enter: () => true, "Shift-Enter": () => true };
  },
});

type Options = {
  label: string;
  placeholder: string;
  content: string;
  onChange: (content: string) => void;
};

function useVariablesRef() {
  const { all } = useKnownVariables();
  const ref = useRef<KnownVariable[]>(all);
  ref.current = all;
  return ref;
}

/** One line of text with chips. */
export function useLineEditor({ label, placeholder, content, onChange }: Options): Editor | null {
  const variables = useVariablesRef();
  return useEditor({
    extensions: [
      StarterKit.configure({
        heading: false,
        bulletList: false,
        orderedList: false,
        blockquote: false,
        codeBlock: false,
        horizontalRule: false,
        hardBreak: false,
        bold: false,
        italic: false,
        strike: false,
        underline: false,
        code: false,
        link: false,
      }),
      OneLine,
      VariableNode,
      variableSuggestion(() => variables.current),
      Placeholder.configure({ placeholder }),
    ],
    content: lineToEditor(content),
    immediatelyRender: true,
    injectCSS: false,
    editorProps: {
      attributes: { "aria-label": label, role: "textbox" },
      transformPastedText: (text) => text.replace(/\s+/g, " "),
    },
    onUpdate: ({ editor }) => onChange(lineFromEditor(editor.getHTML())),
  });
}

/** The body. */
export function useBodyEditor({ label, placeholder, content, onChange }: Options): Editor | null {
  const variables = useVariablesRef();
  return useEditor({
    extensions: [
      StarterKit.configure({ heading: { levels: [1, 2, 3] }, codeBlock: false, code: false, link: false }),
      Link.configure({
        openOnClick: false,
        protocols: ["mailto", "tel"],
        isAllowedUri: (url) => SAFE_LINK.test(url),
      }),
      VariableNode,
      variableSuggestion(() => variables.current),
      Placeholder.configure({ placeholder }),
    ],
    content: toEditor(content),
    immediatelyRender: true,
    injectCSS: false,
    editorProps: { attributes: { "aria-label": label, role: "textbox", "aria-multiline": "true" } },
    onUpdate: ({ editor }) => onChange(fromEditor(editor.getHTML())),
  });
}
