export enum Mood { Plain, Glad = 3 }

export function greet(name: string, mood: Mood = Mood.Glad): string {
	return `Hello, ${name}${'!'.repeat(mood)}`;
}
