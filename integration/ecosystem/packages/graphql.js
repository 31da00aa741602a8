import {buildSchema, graphql} from 'graphql';

export const run = async () => (await graphql({schema: buildSchema('type Query { hi(n: String): String }'), source: '{ hi(n: "x") }', rootValue: {hi: ({n}) => 'hi ' + n}})).data.hi;
export const want = 'hi x';
