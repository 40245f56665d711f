# What the vendor tells its customers to type before they create the connection. Variables come from the environment.
set -e

az account clear
az login

user_app_id=$(az ad app create --display-name client-app --sign-in-audience AzureADMultipleOrgs --key-type Password --query appId -o tsv)
user_sp_id=$(az ad sp create --id $user_app_id --query id -o tsv)

user_tenant_id=$(az account show --subscription $user_subscription_id --query tenantId -o tsv)
user_vnet_id=$(az network vnet show --subscription $user_subscription_id --name $user_vnet_name --resource-group $user_resource_group --query id -o tsv)

az role assignment create --subscription $user_subscription_id --role "Network Contributor" --assignee-object-id $user_sp_id --scope $user_vnet_id

dfcloud_sp_id=$(az ad sp create --id ac30c41f-1eab-4f45-9024-70decee5559d --query id -o tsv)

dfcloud_role_id=$(az role definition create --subscription $user_subscription_id --role-definition '{
  "Name": "dfcloud-peering-role",
  "Description": "Allows creating a peering to vnets in scope (but not from)",
  "Actions": ["Microsoft.Network/virtualNetworks/peer/action"],
  "AssignableScopes": ["/subscriptions/'$user_subscription_id'"]
}' --query name -o tsv)

az role assignment create --subscription $user_subscription_id --role $dfcloud_role_id --assignee-object-id $dfcloud_sp_id --scope $user_vnet_id

# For the test, which creates the connection.
echo "$user_app_id $user_tenant_id"
