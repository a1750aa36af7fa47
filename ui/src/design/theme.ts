// Mantine dressed in the house's tokens, so that no component keeps the library's own look.
import {
  ActionIcon,
  Button,
  Checkbox,
  type CSSVariablesResolver,
  createTheme,
  Loader,
  type MantineColorsTuple,
  Menu,
  Modal,
  MultiSelect,
  NavLink,
  Notification,
  NumberInput,
  PasswordInput,
  Popover,
  Progress,
  Radio,
  SegmentedControl,
  Select,
  Skeleton,
  Switch,
  Tabs,
  TagsInput,
  Textarea,
  TextInput,
  Tooltip,
  type VariantColorsResolver,
} from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { createElement } from "react";
import { icon } from "./icon";
import classes from "./mantine.module.css";

const accent: MantineColorsTuple = [
  "#e4f1ef",
  "#cfe6e2",
  "#b9e0da",
  "#8fcbc2",
  "#5eead4",
  "#2dd4bf",
  "#149086",
  "#0f766e",
  "#0b5f59",
  "#084a45",
];

/** Three weights of button: the one main act, the ordinary one, the quiet one. `red` is red text, never a red fill. */
const variantColorResolver: VariantColorsResolver = ({ variant, color }) => {
  const danger = color === "red";
  const ink = danger ? "var(--red)" : undefined;
  if (variant === "filled" && !danger) {
    return {
      background: "var(--accent)",
      hover: "var(--accent-hover)",
      color: "var(--on-accent)",
      border: "1px solid transparent",
    };
  }
  if (variant === "subtle" || variant === "transparent") {
    return {
      background: "transparent",
      hover: variant === "subtle" ? "var(--hover)" : "transparent",
      color: ink ?? "var(--ink-2)",
      border: "1px solid transparent",
    };
  }
  if (variant === "light") {
    return {
      background: danger ? "var(--red-soft)" : "var(--accent-soft)",
      hover: danger ? "var(--red-soft)" : "var(--accent-soft)",
      color: ink ?? "var(--accent)",
      border: "1px solid transparent",
    };
  }
  return {
    background: "var(--surface)",
    hover: "var(--hover)",
    color: ink ?? "var(--ink)",
    border: "1px solid var(--line-2)",
  };
};

const field = {
  input: classes.input ?? "",
  label: classes.label ?? "",
  description: classes.description ?? "",
  error: classes.error ?? "",
};
const list = {
  dropdown: classes.dropdown ?? "",
  option: classes.option ?? "",
  groupLabel: classes.groupLabel ?? "",
};
/** Field descriptions stand between the label and the control, so that they are read first. */
const fieldOrder: ("label" | "description" | "input" | "error")[] = [
  "label",
  "description",
  "input",
  "error",
];
/** The open list stays inside the page's landmark, where VoiceOver announces it even in a dialog. */
const comboboxProps = { withinPortal: true, shadow: "md", offset: 4, transitionProps: { duration: 120 } };

export const theme = createTheme({
  primaryColor: "accent",
  colors: { accent },
  primaryShade: { light: 7, dark: 5 },
  variantColorResolver,
  fontFamily: "var(--font)",
  fontFamilyMonospace: "var(--font-mono)",
  fontSizes: { xs: "13px", sm: "13px", md: "14px", lg: "14px", xl: "22px" },
  lineHeights: { xs: "1.45", sm: "1.45", md: "1.45", lg: "1.45", xl: "1.3" },
  spacing: { xs: "8px", sm: "12px", md: "16px", lg: "24px", xl: "32px" },
  radius: { xs: "4px", sm: "6px", md: "6px", lg: "10px", xl: "10px" },
  defaultRadius: "sm",
  shadows: { md: "var(--shadow-float)", xl: "var(--shadow-float)" },
  headings: { fontFamily: "var(--font)", fontWeight: "600" },
  cursorType: "pointer",
  respectReducedMotion: true,
  focusRing: "auto",
  components: {
    Button: Button.extend({
      defaultProps: { variant: "default", size: "md" },
      classNames: {
        root: classes.button ?? "",
        label: classes.buttonLabel ?? "",
        section: classes.buttonSection ?? "",
      },
      vars: (_theme, props) => {
        const height = { sm: "28px", md: "32px", lg: "36px" }[String(props.size ?? "md")] ?? "32px";
        const side = props.size === "sm" ? "10px" : "12px";
        return {
          root: {
            "--button-height": height,
            "--button-padding-x": side,
            "--button-fz": props.size === "sm" ? "13px" : "14px",
          },
        };
      },
    }),
    ActionIcon: ActionIcon.extend({
      defaultProps: { variant: "subtle", size: 28 },
      classNames: { root: classes.actionIcon ?? "" },
    }),
    TextInput: TextInput.extend({ defaultProps: { inputWrapperOrder: fieldOrder }, classNames: field }),
    PasswordInput: PasswordInput.extend({
      defaultProps: { inputWrapperOrder: fieldOrder },
      classNames: { ...field, innerInput: classes.innerInput ?? "" },
    }),
    NumberInput: NumberInput.extend({
      defaultProps: { inputWrapperOrder: fieldOrder, hideControls: true },
      classNames: field,
    }),
    Textarea: Textarea.extend({ defaultProps: { inputWrapperOrder: fieldOrder }, classNames: field }),
    Select: Select.extend({
      defaultProps: {
        comboboxProps,
        // A list that opens under a passing Tab key covers the next field.
        openOnFocus: false,
        allowDeselect: false,
        checkIconPosition: "right",
        withCheckIcon: true,
        rightSection: createElement(IconChevronDown, icon),
        rightSectionPointerEvents: "none",
      },
      classNames: { ...field, ...list },
    }),
    MultiSelect: MultiSelect.extend({
      defaultProps: {
        comboboxProps,
        openOnFocus: false,
        inputWrapperOrder: fieldOrder,
        rightSection: createElement(IconChevronDown, icon),
        rightSectionPointerEvents: "none",
      },
      classNames: { ...field, ...list, pill: classes.pill ?? "" },
    }),
    TagsInput: TagsInput.extend({
      defaultProps: { comboboxProps },
      classNames: { ...field, ...list, pill: classes.pill ?? "" },
    }),
    Checkbox: Checkbox.extend({
      classNames: {
        input: classes.checkbox ?? "",
        label: classes.checkLabel ?? "",
        description: classes.checkHelp ?? "",
        icon: classes.checkIcon ?? "",
      },
      vars: () => ({ root: { "--checkbox-size": "16px" } }),
    }),
    Radio: Radio.extend({
      classNames: {
        radio: classes.radio ?? "",
        label: classes.checkLabel ?? "",
        description: classes.checkHelp ?? "",
      },
      vars: () => ({ root: { "--radio-size": "16px" } }),
    }),
    Switch: Switch.extend({
      defaultProps: { withThumbIndicator: false },
      classNames: {
        track: classes.switchTrack ?? "",
        thumb: classes.switchThumb ?? "",
        label: classes.checkLabel ?? "",
      },
    }),
    SegmentedControl: SegmentedControl.extend({
      defaultProps: { size: "sm" },
      classNames: {
        root: classes.segments ?? "",
        indicator: classes.segmentsIndicator ?? "",
        label: classes.segmentsLabel ?? "",
        control: classes.segmentsControl ?? "",
      },
    }),
    Menu: Menu.extend({
      defaultProps: { shadow: "md", offset: 4, position: "bottom-end", transitionProps: { duration: 120 } },
      classNames: {
        dropdown: classes.dropdown ?? "",
        item: classes.menuItem ?? "",
        label: classes.groupLabel ?? "",
        divider: classes.menuDivider ?? "",
      },
    }),
    Popover: Popover.extend({
      defaultProps: { shadow: "md", offset: 6, transitionProps: { duration: 120 } },
      classNames: { dropdown: classes.popover ?? "" },
    }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 400, transitionProps: { duration: 120 }, offset: 6 },
      classNames: { tooltip: classes.tooltip ?? "" },
    }),
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        radius: "lg",
        overlayProps: { backgroundOpacity: 1, color: "var(--scrim)" },
        transitionProps: { duration: 150, transition: "fade-up" },
      },
      classNames: {
        content: classes.modal ?? "",
        header: classes.modalHeader ?? "",
        title: classes.modalTitle ?? "",
        body: classes.modalBody ?? "",
        overlay: classes.modalOverlay ?? "",
      },
    }),
    Notification: Notification.extend({
      classNames: {
        root: classes.toast ?? "",
        title: classes.toastTitle ?? "",
        description: classes.toastText ?? "",
        icon: classes.toastIcon ?? "",
      },
    }),
    Progress: Progress.extend({
      classNames: { root: classes.progress ?? "", section: classes.progressBar ?? "" },
    }),
    Skeleton: Skeleton.extend({
      defaultProps: { radius: "xs" },
      classNames: { root: classes.skeleton ?? "" },
    }),
    Tabs: Tabs.extend({ classNames: { tab: classes.tab ?? "", list: classes.tabList ?? "" } }),
    NavLink: NavLink.extend({ defaultProps: { variant: "subtle" } }),
    Loader: Loader.extend({ defaultProps: { color: "var(--accent)", size: 16 } }),
  },
});

const shared = {
  "--mantine-color-body": "var(--page)",
  "--mantine-color-text": "var(--ink)",
  "--mantine-color-bright": "var(--ink)",
  "--mantine-color-dimmed": "var(--ink-2)",
  "--mantine-color-placeholder": "var(--ink-3)",
  "--mantine-color-anchor": "var(--accent)",
  "--mantine-color-default": "var(--surface)",
  "--mantine-color-default-hover": "var(--hover)",
  "--mantine-color-default-color": "var(--ink)",
  "--mantine-color-default-border": "var(--line-2)",
  "--mantine-color-error": "var(--red)",
  "--mantine-color-disabled": "var(--sunken)",
  "--mantine-color-disabled-color": "var(--ink-3)",
  "--mantine-color-disabled-border": "var(--line)",
  "--mantine-primary-color-filled": "var(--accent)",
  "--mantine-primary-color-filled-hover": "var(--accent-hover)",
  "--mantine-primary-color-light": "var(--accent-soft)",
  "--mantine-primary-color-light-color": "var(--accent)",
  "--mantine-primary-color-contrast": "var(--on-accent)",
  "--mantine-color-accent-filled": "var(--accent)",
  "--mantine-color-accent-text": "var(--accent)",
  "--mantine-color-accent-light": "var(--accent-soft)",
};

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: shared,
  dark: shared,
});
