import { defineConfig } from 'astro/config';
export default defineConfig({
  site: 'https://orchard-lane.example',
  base: '/blog',
});
