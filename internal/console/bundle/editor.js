// The editor of the scratchpad. It lives in a shadow root, where its styles are adopted
// style sheets, which the page's Content-Security-Policy does not concern.
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { HighlightStyle, StreamLanguage, bracketMatching, syntaxHighlighting } from '@codemirror/language';
import { velocity } from '@codemirror/legacy-modes/mode/velocity';
import { EditorState, StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';

// The colours are the page's, which custom properties bring into the shadow root.
const theme = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--sunk)', color: 'var(--text)', fontSize: '12px' },
  '&.cm-focused': { outline: 'none' }, // the host shows it
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '18px' },
  '.cm-content': { caretColor: 'var(--text)', padding: '8px 0' },
  '.cm-gutters': { backgroundColor: 'var(--sunk)', color: 'var(--muted)', borderRight: '1px solid var(--line)' },
  '.wrong-line': { backgroundColor: 'var(--bad-weak)' },
  '.wrong': { textDecoration: 'underline wavy var(--bad)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--accent-weak)' },
});
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.controlKeyword], color: 'var(--accent)' },
  { tag: [tags.variableName, tags.standard(tags.variableName), tags.atom], color: 'var(--ok)' },
  { tag: [tags.string, tags.number], color: 'var(--warn)' },
  { tag: tags.comment, color: 'var(--muted)', fontStyle: 'italic' },
]);

// The errors of the text, which move with it until there are others. @codemirror/lint is not
// used: its styles load images, which the page's policy refuses.
const setErrors = StateEffect.define();
const errors = StateField.define({
  create: () => Decoration.none,
  update(shown, transaction) {
    shown = shown.map(transaction.changes);
    for (const effect of transaction.effects) if (effect.is(setErrors)) shown = decorate(transaction.state.doc, effect.value);
    return shown;
  },
  provide: field => EditorView.decorations.from(field),
});
function decorate(doc, all) {
  return Decoration.set(all.flatMap(e => {
    const line = doc.line(Math.min(Math.max(e.line ?? 1, 1), doc.lines));
    const from = Math.min(line.from + Math.max((e.column ?? 1) - 1, 0), line.to);
    const whole = Decoration.line({ class: 'wrong-line' }).range(line.from);
    return from < line.to ? [whole, Decoration.mark({ class: 'wrong' }).range(from, line.to)] : [whole];
  }), true);
}

// What replaces a selection is not left to the browser, which would keep the styles of what
// was there in an attribute; the page's policy refuses these.
const replacing = EditorView.domEventHandlers({
  beforeinput(event, view) {
    if (event.inputType !== 'insertText' || !event.data || view.state.selection.main.empty) return false;
    view.dispatch(view.state.replaceSelection(event.data), { userEvent: 'input.type', scrollIntoView: true });
    event.preventDefault();
    return true;
  },
});

// createEditor puts an editor into the shadow root of host. changed is called with the text
// after each edit. It returns text and set, mark and destroy.
export function createEditor(host, { label, text, changed }) {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const view = new EditorView({
    root, parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(), errors, replacing, history(), bracketMatching(), StreamLanguage.define(velocity), syntaxHighlighting(colours), theme,
        EditorState.tabSize.of(2), EditorView.lineWrapping, keymap.of([...defaultKeymap, ...historyKeymap]),
        EditorView.contentAttributes.of({ 'aria-label': label, 'aria-multiline': 'true' }),
        EditorView.updateListener.of(u => { if (u.docChanged) changed(u.state.doc.toString()); }),
      ],
    }),
  });
  return {
    // set replaces the text, unless it is the one there.
    set(next) {
      if (next !== view.state.doc.toString()) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
    },
    // mark shows errors of { line, column, message } at their places.
    mark(all) { view.dispatch({ effects: setErrors.of(all) }); },
    destroy() { view.destroy(); },
  };
}
