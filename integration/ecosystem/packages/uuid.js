import {v4, v5, v7} from 'uuid';

export const run = () => [v4().length, v7().length, v5('a', v5.DNS)];
export const want = [36, 36, '4f3f2898-69e3-5a0d-820a-c4e87987dbce'];
