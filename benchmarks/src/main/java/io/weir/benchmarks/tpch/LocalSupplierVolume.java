package io.weir.benchmarks.tpch;

import io.weir.dataset.DataSet;
import java.util.Comparator;

/** Query 5: what suppliers of a region sold in a year to customers of their own nation, by nation. */
final class LocalSupplierVolume implements Query {
    private record Local(long supplier, long nation, long revenue) {}

    private record Volume(String nation, long revenue) {
        Volume plus(Volume other) {
            return new Volume(nation, revenue + other.revenue);
        }
    }

    private record Ordered(long order, long nation) {}

    @Override
    public DataSet<String> answer(Tables tables) {
        int from = Answers.day("1994-01-01");
        int to = Answers.day("1995-01-01");
        DataSet<Ordered> orders = tables.orders()
                .filter(order -> order.date() >= from && order.date() < to)
                .join(tables.customers())
                .where("customer")
                .equalTo("key")
                .with((order, customer) -> new Ordered(order.key(), customer.nation()));
        DataSet<Tables.Nation> nations = tables.nations()
                .join(tables.regions().filter(region -> region.name().equals("ASIA")))
                .where("region")
                .equalTo("key")
                .with((nation, region) -> nation);
        DataSet<Volume> volumes = tables.lineItems()
                .join(orders)
                .where("order")
                .equalTo("order")
                .with((item, order) -> new Local(item.supplier(), order.nation, item.revenue()))
                .join(tables.suppliers())
                .where("supplier", "nation")
                .equalTo("key", "nation")
                .with((local, supplier) -> local)
                .join(nations)
                .where("nation")
                .equalTo("key")
                .with((local, nation) -> new Volume(nation.name(), local.revenue))
                .groupBy("nation")
                .reduce(Volume::plus);
        return Answers.inOrder(
                volumes,
                (one, other) -> Comparator.comparing(Volume::revenue).reversed().compare(one, other),
                Integer.MAX_VALUE,
                row -> Answers.line(row.nation, Answers.decimal(row.revenue, 4)));
    }
}
