package io.weir.benchmarks.tpch;

import io.weir.dataset.DataSet;
import java.util.Comparator;

/** Query 18: the orders of very many pieces, and who made them. */
final class LargeVolumeCustomers implements Query {
    private record Pieces(long order, long count) {
        Pieces plus(Pieces other) {
            return new Pieces(order, count + other.count);
        }
    }

    private record Large(String name, long customer, Tables.Order order, long pieces) {
        String line() {
            return Answers.line(
                    name, customer, order.key(), Answers.date(order.date()), Answers.decimal(order.total(), 2), pieces);
        }
    }

    @Override
    public DataSet<String> answer(Tables tables) {
        DataSet<Pieces> pieces = tables.lineItems()
                .map(item -> new Pieces(item.order(), item.quantity()))
                .groupBy("order")
                .reduce(Pieces::plus)
                .filter(order -> order.count > 300);
        DataSet<Large> large = tables.orders()
                .join(pieces)
                .where("key")
                .equalTo("order")
                .with((order, count) -> new Large("", order.customer(), order, count.count))
                .join(tables.customers())
                .where("customer")
                .equalTo("key")
                .with((order, customer) -> new Large(customer.name(), customer.key(), order.order, order.pieces));
        return Answers.inOrder(
                large,
                (one, other) -> Comparator.<Large, Long>comparing(row -> row.order.total())
                        .reversed()
                        .thenComparing(row -> row.order.date())
                        .compare(one, other),
                100,
                Large::line);
    }
}
