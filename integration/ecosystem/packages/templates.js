import Handlebars from 'handlebars/dist/cjs/handlebars.js';
import Mustache from 'mustache';

export const run = () => [Mustache.render('{{#a}}<{{.}}>{{/a}}', {a: [1, 2]}), Handlebars.compile('{{#each a}}{{this}},{{/each}}')({a: [1, 2]})];
export const want = ['<1><2>', '1,2,'];
