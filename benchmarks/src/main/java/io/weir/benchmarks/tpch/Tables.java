package io.weir.benchmarks.tpch;

import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.functions.Collector;
import io.weir.functions.FlatMapFunction;
import io.weir.types.TypeInformation;
import java.io.Serializable;

/**
 * The tables of the TPC-H benchmark, made up in the tasks that read them by the generator of {@code io.trino.tpch}: only
 * the columns that the queries need. Money is in cents, discounts and taxes in percent, dates in days since 1970-01-01.
 *
 * @param environment where the program is built
 * @param scale the scale factor: 1 has about six million line items
 */
public record Tables(ExecutionEnvironment environment, double scale) {
    /** In how many parts a large table is made; more than there are instances, so that none is long behind. */
    private static final int PARTS = 32;

    /** A line of an order. */
    public record LineItem(
            long order,
            long part,
            long supplier,
            long quantity,
            long price,
            long discount,
            long tax,
            String returned,
            String status,
            int shipped,
            int committed,
            int received) {
        /** Returns the price after discount, in hundredths of a cent. */
        public long revenue() {
            return price * (100 - discount);
        }
    }

    /** An order. */
    public record Order(long key, long customer, String status, long total, int date, int priority, String comment) {}

    /** A customer. */
    public record Customer(
            long key,
            String name,
            String address,
            long nation,
            String phone,
            long balance,
            String segment,
            String comment) {}

    /** A supplier. */
    public record Supplier(long key, String name, long nation) {}

    /** A part. */
    public record Part(long key, String name) {}

    /** What a part costs at a supplier. */
    public record PartSupplier(long part, long supplier, long cost) {}

    /** A nation. */
    public record Nation(long key, String name, long region) {}

    /** A region. */
    public record Region(long key, String name) {}

    /** Returns the lines of all orders. */
    public DataSet<LineItem> lineItems() {
        return rows(
                "lineitem",
                PARTS,
                () -> TpchTable.LINE_ITEM,
                row -> new LineItem(
                        row.getOrderKey(),
                        row.getPartKey(),
                        row.getSupplierKey(),
                        row.getQuantity(),
                        row.getExtendedPriceInCents(),
                        row.getDiscountPercent(),
                        row.getTaxPercent(),
                        row.getReturnFlag(),
                        row.getStatus(),
                        row.getShipDate(),
                        row.getCommitDate(),
                        row.getReceiptDate()),
                LineItem.class);
    }

    /** Returns the orders. */
    public DataSet<Order> orders() {
        return rows(
                "orders",
                PARTS,
                () -> TpchTable.ORDERS,
                row -> new Order(
                        row.getOrderKey(),
                        row.getCustomerKey(),
                        String.valueOf(row.getOrderStatus()),
                        row.getTotalPriceInCents(),
                        row.getOrderDate(),
                        row.getShipPriority(),
                        row.getComment()),
                Order.class);
    }

    /** Returns the customers. */
    public DataSet<Customer> customers() {
        return rows(
                "customer",
                PARTS,
                () -> TpchTable.CUSTOMER,
                row -> new Customer(
                        row.getCustomerKey(),
                        row.getName(),
                        row.getAddress(),
                        row.getNationKey(),
                        row.getPhone(),
                        row.getAccountBalanceInCents(),
                        row.getMarketSegment(),
                        row.getComment()),
                Customer.class);
    }

    /** Returns the suppliers. */
    public DataSet<Supplier> suppliers() {
        return rows(
                "supplier",
                PARTS,
                () -> TpchTable.SUPPLIER,
                row -> new Supplier(row.getSupplierKey(), row.getName(), row.getNationKey()),
                Supplier.class);
    }

    /** Returns the parts. */
    public DataSet<Part> parts() {
        return rows("part", PARTS, () -> TpchTable.PART, row -> new Part(row.getPartKey(), row.getName()), Part.class);
    }

    /** Returns what parts cost at their suppliers. */
    public DataSet<PartSupplier> partSuppliers() {
        return rows(
                "partsupp",
                PARTS,
                () -> TpchTable.PART_SUPPLIER,
                row -> new PartSupplier(row.getPartKey(), row.getSupplierKey(), row.getSupplyCostInCents()),
                PartSupplier.class);
    }

    /** Returns the nations. */
    public DataSet<Nation> nations() {
        return rows(
                "nation",
                1,
                () -> TpchTable.NATION,
                row -> new Nation(row.getNationKey(), row.getName(), row.getRegionKey()),
                Nation.class);
    }

    /** Returns the regions. */
    public DataSet<Region> regions() {
        return rows(
                "region",
                1,
                () -> TpchTable.REGION,
                row -> new Region(row.getRegionKey(), row.getName()),
                Region.class);
    }

    private <E extends TpchEntity, R> DataSet<R> rows(
            String name, int parts, Table<E> table, Row<E, R> row, Class<R> type) {
        return environment
                .fromSequence(1, parts)
                .flatMap(new Generator<>(table, row, scale, parts))
                .returns(TypeInformation.of(type))
                .name(name);
    }

    /** Finds a table where its rows are made. */
    private interface Table<E extends TpchEntity> extends Serializable {
        TpchTable<E> get();
    }

    /** Takes what is needed of a row. */
    private interface Row<E, R> extends Serializable {
        R of(E row);
    }

    /** Makes up the rows of a part of a table, whose number it takes. */
    private record Generator<E extends TpchEntity, R>(Table<E> table, Row<E, R> row, double scale, int parts)
            implements FlatMapFunction<Long, R> {
        @Override
        public void flatMap(Long part, Collector<R> out) {
            for (E entity : table.get().createGenerator(scale, part.intValue(), parts)) {
                out.collect(row.of(entity));
            }
        }
    }
}
