import {marked} from 'marked';

export const run = () => marked.parse('# Hi *there*\n\n- a\n- b\n\n| a |\n|---|\n| 1 |\n');
export const want = '<h1>Hi <em>there</em></h1>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody><tr>\n<td>1</td>\n</tr>\n</tbody></table>\n';
