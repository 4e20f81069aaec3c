<?php
/**
 * Composition root: makes each part once, when it is first asked for.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock;

use Crossdock\Admin\AgentProxy;
use Crossdock\Admin\OrderColumn;
use Crossdock\Admin\OrderPanel;
use Crossdock\Admin\Screen;
use Crossdock\Admin\StateRoutes;
use Crossdock\Agent\AgentRoutes;
use Crossdock\Agent\Doorbell;
use Crossdock\Apply\CustomerNotes;
use Crossdock\Apply\MirrorTable;
use Crossdock\Apply\OrderStatus;
use Crossdock\Apply\Refunds;
use Crossdock\Apply\Shipments;
use Crossdock\Apply\Tracking\Adapters;
use Crossdock\Feed\EchoGuard;
use Crossdock\Feed\FeedTable;
use Crossdock\Feed\Recorder;

defined( 'ABSPATH' ) || exit;

final class Plugin {
	private static ?self $instance = null;

	private ?FeedTable $feed         = null;
	private ?EchoGuard $echo         = null;
	private ?Recorder $recorder      = null;
	private ?MirrorTable $mirror     = null;
	private ?Adapters $adapters      = null;
	private ?OrderColumn $orderColumn = null;
	private ?OrderPanel $orderPanel  = null;
	private ?Screen $screen          = null;

	private function __construct( public readonly string $file ) {
	}

	public static function boot( string $file ): void {
		if ( null === self::$instance ) {
			self::$instance = new self( $file );
			Hooks::register( self::$instance );
		}
	}

	public static function instance(): self {
		return self::$instance ?? throw new \LogicException( 'Crossdock has not been booted.' );
	}

	public function feed(): FeedTable {
		return $this->feed ??= new FeedTable();
	}

	public function echo(): EchoGuard {
		return $this->echo ??= new EchoGuard();
	}

	public function recorder(): Recorder {
		return $this->recorder ??= new Recorder( $this->feed(), $this->echo() );
	}

	public function doorbell(): Doorbell {
		return new Doorbell();
	}

	public function mirror(): MirrorTable {
		return $this->mirror ??= new MirrorTable();
	}

	public function adapters(): Adapters {
		return $this->adapters ??= new Adapters();
	}

	public function shipments(): Shipments {
		return new Shipments( $this->adapters(), $this->echo() );
	}

	public function orderStatus(): OrderStatus {
		return new OrderStatus( $this->echo() );
	}

	public function refunds(): Refunds {
		return new Refunds();
	}

	public function customerNotes(): CustomerNotes {
		return new CustomerNotes( $this->echo() );
	}

	public function agentRoutes(): AgentRoutes {
		return new AgentRoutes( $this->feed(), $this->mirror(), $this->shipments(), $this->orderStatus(), $this->refunds(), $this->customerNotes(), $this->adapters() );
	}

	public function stateRoutes(): StateRoutes {
		return new StateRoutes( $this->feed(), $this->mirror(), $this->adapters() );
	}

	public function agentProxy(): AgentProxy {
		return new AgentProxy();
	}

	public function orderColumn(): OrderColumn {
		return $this->orderColumn ??= new OrderColumn( $this->mirror() );
	}

	public function orderPanel(): OrderPanel {
		return $this->orderPanel ??= new OrderPanel( $this->mirror(), $this->file );
	}

	public function screen(): Screen {
		return $this->screen ??= new Screen( $this->file );
	}
}
