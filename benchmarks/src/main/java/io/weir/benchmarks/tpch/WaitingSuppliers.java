package io.weir.benchmarks.tpch;

import io.weir.dataset.DataSet;
import io.weir.functions.Collector;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/** Query 21: the suppliers of one nation that were alone in keeping orders of several suppliers waiting. */
final class WaitingSuppliers implements Query {
    private record Line(long order, long supplier, boolean late) {}

    private record Waits(long supplier, long count) {
        Waits plus(Waits other) {
            return new Waits(supplier, count + other.count);
        }
    }

    private record Named(String name, long count) {}

    @Override
    public DataSet<String> answer(Tables tables) {
        DataSet<Tables.Supplier> suppliers = tables.suppliers()
                .join(tables.nations().filter(nation -> nation.name().equals("SAUDI ARABIA")))
                .where("nation")
                .equalTo("key")
                .with((supplier, nation) -> supplier);
        DataSet<Tables.Order> orders =
                tables.orders().filter(order -> order.status().equals("F"));
        DataSet<Named> waits = tables.lineItems()
                .map(item -> new Line(item.order(), item.supplier(), item.received() > item.committed()))
                .groupBy("order")
                .reduceGroup(WaitingSuppliers::soleDelays)
                .join(orders)
                .where("order")
                .equalTo("key")
                .with((line, order) -> new Waits(line.supplier, 1))
                .groupBy("supplier")
                .reduce(Waits::plus)
                .join(suppliers)
                .where("supplier")
                .equalTo("key")
                .with((count, supplier) -> new Named(supplier.name(), count.count));
        return Answers.inOrder(
                waits,
                (one, other) -> Comparator.comparing(Named::count)
                        .reversed()
                        .thenComparing(Named::name)
                        .compare(one, other),
                100,
                row -> Answers.line(row.name, row.count));
    }

    /** Emits the late lines of an order of several suppliers of which only one is late. */
    private static void soleDelays(Iterable<Line> order, Collector<Line> out) {
        Map<Long, Integer> lateLines = new HashMap<>();
        long number = -1;
        for (Line line : order) {
            number = line.order;
            lateLines.merge(line.supplier, line.late ? 1 : 0, Integer::sum);
        }
        long lateSuppliers =
                lateLines.values().stream().filter(count -> count > 0).count();
        if (lateLines.size() < 2 || lateSuppliers != 1) {
            return;
        }
        for (Map.Entry<Long, Integer> supplier : lateLines.entrySet()) {
            for (int line = 0; line < supplier.getValue(); line++) {
                out.collect(new Line(number, supplier.getKey(), true));
            }
        }
    }
}
