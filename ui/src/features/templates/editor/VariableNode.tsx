// A variable in the document: an inline chip that shows `{prenom}` and opens a small form on click.
import { mergeAttributes, Node } from "@tiptap/core";
import { ReactNodeViewRenderer } from "@tiptap/react";
import { VariableChip } from "./VariableChip";
import { formatVariable, type Variable } from "./variables";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    variable: {
      /** Puts a variable where the caret stands. */
      insertVariable: (variable: Variable) => ReturnType;
    };
  }
}

export const VariableNode = Node.create({
  name: "variable",
  group: "inline",
  inline: true,
  atom: true,
  selectable: true,

  addAttributes() {
    return {
      name: {
        default: "",
        parseHTML: (element) => element.dataset.variable ?? "",
        renderHTML: ({ name }) => ({ "data-variable": name }),
      },
      fallback: {
        default: null,
        parseHTML: (element) => element.dataset.fallback ?? null,
        renderHTML: ({ fallback }) => (fallback ? { "data-fallback": fallback } : {}),
      },
    };
  },

  parseHTML() {
    return [{ tag: "span[data-variable]" }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["span", mergeAttributes(HTMLAttributes)];
  },

  renderText({ node }) {
    return formatVariable(node.attrs as Variable);
  },

  addCommands() {
    return {
      insertVariable:
        (variable) =>
        ({ commands }) =>
          commands.insertContent({ type: this.name, attrs: variable }),
    };
  },

  addNodeView() {
    return ReactNodeViewRenderer(VariableChip, { as: "span" });
  },
});
