import { createRoot } from '@wordpress/element';
import { App } from './app/app.tsx';
import './admin.scss';

const place = document.getElementById('crossdock-admin');
if (place) createRoot(place).render(<App />);
