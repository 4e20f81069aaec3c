<?php
/**
 * Constants that WordPress makes at run time, for PHPStan only.
 *
 * @package Crossdock
 */

declare(strict_types=1);

define( 'ABSPATH', '/' );
define( 'ARRAY_A', 'ARRAY_A' );
