#!/usr/bin/python3
"""Seeds a Tryton 6.0 database for tests. usage: seed.py CONFIG DATABASE ROUNDING OUTPUT

ROUNDING is 'line' or 'document': how taxes are rounded. OUTPUT gets the ids as JSON.
"""
import datetime
import json
import os
import sys
from decimal import Decimal

CONFIG, DATABASE, ROUNDING, OUTPUT = sys.argv[1:5]
# Both must be set before trytond's test tools are imported.
os.environ.setdefault('TRYTOND_CONFIG', CONFIG)
os.environ.setdefault('DB_NAME', DATABASE)

from proteus import Model, config as proteus_config  # noqa: E402
from trytond.config import config as trytond_config  # noqa: E402
from trytond.modules.account.tests.tools import (  # noqa: E402
    create_chart, create_fiscalyear, create_tax, get_accounts)
from trytond.modules.account_invoice.tests.tools import (  # noqa: E402
    create_payment_term, set_fiscalyear_invoice_sequences)
from trytond.modules.company.tests.tools import create_company, get_company  # noqa: E402
from trytond.modules.currency.tests.tools import get_currency  # noqa: E402

# code, name, list price, stock in the first warehouse
GOODS = [
    ('MUG-WHITE', 'Mug, white', '12.50', 1000),
    ('MUG-BLACK', 'Mug, black', '12.50', 100),
    ('TEE-S', 'T-shirt, S', '19.90', 100),
    ('TEE-M', 'T-shirt, M', '19.90', 100),
    ('TEE-L', 'T-shirt, L', '19.90', 100),
    ('CAP', 'Cap', '15.00', 100),
    ('BOOK', 'Book', '24.00', 100),
    ('POSTER', 'Poster', '9.99', 100),
    ('BAG', 'Tote bag', '14.00', 100),
    ('PEN', 'Pen', '0.37', 5000),
    ('LAMP', 'Lamp', '89.00', 100),
    ('RARE', 'Rare thing', '49.00', 3),
    ('NOSTOCK', 'Sold out thing', '10.00', 0),
]
SERVICES = [('SHIPPING', 'Shipping', '5.00'), ('FEE', 'Fee', '1.00'), ('GIFT-CARD', 'Gift card', '0.00')]
# Rates and smallest units; the test tools rate the euro at 2, so a dollar rate of 2.2 means 1.10 dollars for a euro.
CURRENCIES = [('USD', '2.20', '0.01'), ('JPY', '320.00', '1'), ('KWD', '0.68', '0.001')]
COUNTRIES = [('FR', 'France'), ('DE', 'Germany'), ('ES', 'Spain'), ('GB', 'United Kingdom'), ('US', 'United States'), ('JP', 'Japan')]


def connect():
    trytond_config.update_etc(CONFIG)
    uri = trytond_config.get('database', 'uri').rstrip('/') + '/' + DATABASE
    return proteus_config.set_trytond(uri, config_file=CONFIG)


def seed_accounting(company):
    today = datetime.date.today()
    for year in (today.year, today.year + 1):
        fiscal_year = create_fiscalyear(company, today=today.replace(year=year, day=1))
        set_fiscalyear_invoice_sequences(fiscal_year).click('create_period')
    create_chart(company)
    taxes = {}
    for name, rate in (('VAT 20%', '.20'), ('VAT 10%', '.10'), ('VAT 7%', '.07')):
        tax = create_tax(Decimal(rate))
        tax.name = tax.description = name
        tax.save()
        taxes[name] = tax
    payment_term = create_payment_term()
    payment_term.save()
    configuration = Model.get('account.configuration')(1)
    configuration.tax_rounding = ROUNDING
    configuration.save()
    return taxes, payment_term


def seed_currencies():
    Currency = Model.get('currency.currency')
    for code, rate, rounding in CURRENCIES:
        currency = Currency(name=code, symbol=code, code=code, rounding=Decimal(rounding), digits=-Decimal(rounding).as_tuple().exponent)
        currency.rates.new(date=datetime.date(2020, 1, 1), rate=Decimal(rate))
        currency.save()


def seed_products(company, tax):
    accounts = get_accounts(company)
    unit, = Model.get('product.uom').find([('name', '=', 'Unit')])
    category = Model.get('product.category')(
        name='Goods', accounting=True, account_expense=accounts['expense'], account_revenue=accounts['revenue'])
    category.customer_taxes.append(tax)
    category.save()
    Template = Model.get('product.template')

    def product(code, name, price, kind):
        template = Template(
            name=name, default_uom=unit, type=kind, salable=True, list_price=Decimal(price), account_category=category)
        template.products[0].suffix_code = code
        if kind == 'goods':
            template.products[0].cost_price = Decimal('1')
        template.save()
        return template.products[0]

    products = {code: product(code, name, price, 'goods') for code, name, price, _ in GOODS}
    for code, name, price in SERVICES:
        products[code] = product(code, name, price, 'service')
    return products


def seed_warehouses():
    Location = Model.get('stock.location')
    first, = Location.find([('type', '=', 'warehouse')], limit=1)
    first.code = 'WH'
    first.save()

    def area(name, code):
        location = Location(name=name, code=code, type='storage')
        location.save()
        return location

    second = Location(name='Second warehouse', code='WH2', type='warehouse')
    second.storage_location = area('Storage 2', 'STO2')
    second.input_location = area('Input 2', 'IN2')
    second.output_location = area('Output 2', 'OUT2')
    # Without this the inventory of the second warehouse cannot be confirmed.
    second.lost_found_location = first.lost_found_location
    second.save()
    return first, second


def seed_stock(warehouse, quantities):
    inventory = Model.get('stock.inventory')(location=warehouse.storage_location)
    inventory.save()
    for product, count in quantities:
        if count:
            line = inventory.lines.new(product=product)
            line.expected_quantity = 0.0
            line.quantity = count
    inventory.save()
    inventory.click('confirm')


def seed_parties():
    Country = Model.get('country.country')
    countries = {}
    for code, name in COUNTRIES:
        country = Country(code=code, name=name)
        country.save()
        countries[code] = country
    Model.get('country.subdivision')(
        country=countries['US'], code='US-CA', name='California', type='state').save()
    Party = Model.get('party.party')
    customer = Party(name='Grace Hopper')
    address = customer.addresses[0] if customer.addresses else customer.addresses.new()
    address.street, address.postal_code, address.city, address.country = '1 Harbour Road', '75001', 'Paris', countries['FR']
    customer.contact_mechanisms.new(type='email', value='Grace@Example.com')
    customer.save()
    company = Party(name='Blue Crane SARL')
    company.identifiers.new(type='eu_vat', code='FR83404833048')
    company.save()
    return customer, company


def seed_carriers(product):
    carriers = {}
    Party, Carrier = Model.get('party.party'), Model.get('carrier')
    for name in ('ACME Parcel', 'Blue Post'):
        party = Party(name=name)
        party.save()
        carrier = Carrier(party=party, carrier_product=product)
        carrier.save()
        carriers[name] = carrier.id
    Model.get('stock.package.type')(name='Parcel').save()
    return carriers


GROUPS = ('Sale', 'Stock', 'Product', 'Account', 'Party', 'Carrier')


def seed_user(login, password, groups):
    user = Model.get('res.user')(name=login.title(), login=login, password=password)
    for group in Model.get('res.group').find([]):
        if group.name.startswith(groups):
            user.groups.append(group)
    # A record of proteus can be in one list only.
    user.companies.append(get_company())
    user.company = get_company()
    user.save()


def main():
    connect()
    euro = get_currency('EUR')
    create_company(currency=euro)
    company = get_company()
    seed_currencies()
    taxes, payment_term = seed_accounting(company)
    products = seed_products(company, taxes['VAT 20%'])
    first, second = seed_warehouses()
    seed_stock(first, [(products[code], count) for code, _, _, count in GOODS])
    seed_stock(second, [(products[code], 20) for code, _, _, count in GOODS if count])
    customer, business = seed_parties()
    carriers = seed_carriers(products['SHIPPING'])
    seed_user('sync', 'sync-password-1', GROUPS)
    seed_user('reader', 'lookOnly-1234', ('Product',))
    ids = {
        'company': company.id,
        'warehouses': {'WH': first.id, 'WH2': second.id},
        'products': {code: product.id for code, product in products.items()},
        'taxes': {name: tax.id for name, tax in taxes.items()},
        'paymentTerm': payment_term.id,
        'customer': customer.id,
        'business': business.id,
        'carriers': carriers,
    }
    with open(OUTPUT, 'w') as output:
        json.dump(ids, output)


main()
