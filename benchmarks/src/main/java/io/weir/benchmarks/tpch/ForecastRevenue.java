package io.weir.benchmarks.tpch;

import io.weir.dataset.DataSet;

/** Query 6: how much more a year had brought without small discounts. */
final class ForecastRevenue implements Query {
    @Override
    public DataSet<String> answer(Tables tables) {
        int from = Answers.day("1994-01-01");
        int to = Answers.day("1995-01-01");
        return tables.lineItems()
                .filter(item -> item.shipped() >= from && item.shipped() < to)
                .filter(item -> item.discount() >= 5 && item.discount() <= 7 && item.quantity() < 24)
                .map(item -> item.price() * item.discount())
                .reduce(Long::sum)
                .map(revenue -> Answers.line(Answers.decimal(revenue, 4)));
    }
}
