import {addDays, format, formatDistance, parseISO} from 'date-fns';

export const run = () => [format(addDays(parseISO('2024-02-28'), 1), 'yyyy-MM-dd EEEE do'), formatDistance(0, 86400000)];
export const want = ['2024-02-29 Thursday 29th', '1 day'];
