DROP TABLE contacts, clients, addresses;
