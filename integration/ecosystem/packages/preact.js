import {h} from 'preact';
import {useState} from 'preact/hooks';
import render, {renderToStringAsync} from 'preact-render-to-string';

const App = ({n}) => { const [x] = useState(n + 1); return h('div', {class: 'a', onClick() {}}, 'n=', x, h('b', null, '<&>')); };
export const run = async () => [render(h(App, {n: 1})), await renderToStringAsync(h(App, {n: 2}))];
export const want = ['<div class="a">n=2<b>&lt;&amp;></b></div>', '<div class="a">n=3<b>&lt;&amp;></b></div>'];
