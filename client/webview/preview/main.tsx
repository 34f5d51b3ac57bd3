/*
 * The page of the preview. The shell that loads it needs no more than this, under a policy of
 * `default-src 'none'; script-src 'nonce-N'; style-src ORIGIN`:
 *
 *   <html lang="en">
 *   <head>
 *     <meta charset="UTF-8">
 *     <meta name="viewport" content="width=device-width, initial-scale=1">
 *     <meta http-equiv="Content-Security-Policy" content="…">
 *     <title>Preview</title>
 *     <link rel="stylesheet" href="…/dist/webview/preview.css">
 *   </head>
 *   <body>
 *     <div id="app"></div>
 *     <script type="application/json" id="l10n">{"Findings":"Befunde",…}</script>
 *     <script nonce="N" src="…/dist/webview/preview.js"></script>
 *   </body>
 *   </html>
 *
 * The page speaks the language of `lang`, with the texts of the element `l10n`; without that one, English.
 * The page posts `ready` once it listens. Outside VS Code, set `window.fakeHost` ({ postMessage, getState,
 * setState }) before this script and send `HostToPreview` messages with `window.postMessage`.
 */
import { render } from 'preact';
import { App } from './App.js';
import { connect } from './host.js';
import { publishPalette } from './palette.js';
import './preview.css';

const root = document.getElementById('app');
if (!root) throw new Error('The page has no element with the id "app".');
publishPalette(document.documentElement);
render(<App host={connect()} />, root);
