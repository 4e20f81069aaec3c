/* eslint-disable @typescript-eslint/no-require-imports -- wp-scripts reads its configuration as CommonJS */
const { resolve } = require('node:path');
const stock = require('@wordpress/scripts/config/webpack.config');
const DependencyExtraction = require('@wordpress/dependency-extraction-webpack-plugin');

// The script handle react-jsx-runtime exists from WordPress 6.6 on; on 6.5 a bundle that asks for it is silently not loaded.
// The runtime itself (0.5 KB) only needs the host's `react`, so it travels inside our bundles.
const JSX_RUNTIME = /^react\/jsx-(dev-)?runtime$/;

const source = (file) => resolve(__dirname, 'src', file);

const withBundledJsxRuntime = (config) => ({
  ...config,
  // wp-scripts looks for entries that are given by name below its source folder, and would not find them.
  entry: { admin: source('index.tsx'), 'order-panel': source('order-panel/index.tsx') },
  plugins: [
    ...config.plugins.filter((plugin) => plugin.constructor.name !== 'DependencyExtractionWebpackPlugin'),
    new DependencyExtraction({
      useDefaults: true,
      requestToExternal: (request) => (JSX_RUNTIME.test(request) ? null : undefined),
      requestToHandle: (request) => (JSX_RUNTIME.test(request) ? false : undefined),
    }),
  ],
  performance: { maxEntrypointSize: 600_000, maxAssetSize: 600_000 },
});

module.exports = Array.isArray(stock) ? stock.map(withBundledJsxRuntime) : withBundledJsxRuntime(stock);
