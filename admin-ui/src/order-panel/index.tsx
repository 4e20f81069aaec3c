import { createRoot } from '@wordpress/element';
import { OrderPanel } from './order-panel.tsx';
import { readMirror } from './mirror.ts';
import './order-panel.scss';

const place = document.getElementById('crossdock-order-panel');
const orderId = place?.dataset['orderId'];
if (place && orderId) createRoot(place).render(<OrderPanel orderId={orderId} mirror={readMirror(place.dataset['mirror'])} />);
