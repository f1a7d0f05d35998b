package io.weir.benchmarks.tpch;

import io.weir.dataset.DataSet;
import java.util.Comparator;

/** Query 9: the profit from parts of one colour, by nation and year. */
final class ProductTypeProfit implements Query {
    private record Sold(long order, long supplier, long nation, long profit) {}

    private record Profit(String nation, int year, long profit) {
        Profit plus(Profit other) {
            return new Profit(nation, year, profit + other.profit);
        }
    }

    private record Dated(long nation, int year, long profit) {}

    @Override
    public DataSet<String> answer(Tables tables) {
        DataSet<Tables.Part> green = tables.parts().filter(part -> part.name().contains("green"));
        DataSet<Sold> sold = tables.lineItems()
                .join(green)
                .where("part")
                .equalTo("key")
                .with((item, part) -> item)
                .join(tables.partSuppliers())
                .where("part", "supplier")
                .equalTo("part", "supplier")
                .with((item, offer) -> new Sold(
                        item.order(), item.supplier(), -1, item.revenue() - 100 * offer.cost() * item.quantity()))
                .join(tables.suppliers())
                .where("supplier")
                .equalTo("key")
                .with((item, supplier) -> new Sold(item.order, item.supplier, supplier.nation(), item.profit));
        DataSet<Profit> profits = tables.orders()
                .join(sold)
                .where("key")
                .equalTo("order")
                .with((order, item) ->
                        new Dated(item.nation, Answers.date(order.date()).getYear(), item.profit))
                .join(tables.nations())
                .where("nation")
                .equalTo("key")
                .with((item, nation) -> new Profit(nation.name(), item.year, item.profit))
                .groupBy("nation", "year")
                .reduce(Profit::plus);
        return Answers.inOrder(
                profits,
                (one, other) -> Comparator.comparing(Profit::nation)
                        .thenComparing(Comparator.comparing(Profit::year).reversed())
                        .compare(one, other),
                Integer.MAX_VALUE,
                row -> Answers.line(row.nation, row.year, Answers.decimal(row.profit, 4)));
    }
}
