# What the vendor tells its customers to type once the connection is inactive. The password, which a person would copy,
# is taken from the first command's answer.
set -e

password=$(az ad app credential reset --id $user_app_id --query password -o tsv)

az account clear
az login --service-principal -u $user_app_id -p $password --tenant $user_tenant_id
az login --service-principal -u $user_app_id -p $password --tenant $dfcloud_tenant_id

az network vnet peering create \
    --name $user_vnet_name-dfcloud-peering \
    --resource-group $user_resource_group \
    --vnet-name $user_vnet_name \
    --remote-vnet $dfcloud_vnet_id \
    --subscription $user_subscription_id \
    --allow-vnet-access
