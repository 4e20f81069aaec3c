import { createRoot } from '@wordpress/element';
import { App } from './app/app.tsx';
import './admin.scss';

const place = document.getElementById('crossdock-app');
if (place) createRoot(place).render(<App />);
